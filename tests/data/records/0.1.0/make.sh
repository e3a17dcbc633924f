#!/usr/bin/env bash
# How the kept record was made, once, with releasecheck 0.1.0: bash make.sh FOLDER
#
# Nobody in it is real. The record holds every kind of row that 0.1.0 wrote; what the same program then said
# of it, as of Monday 23 November 2026, stands beside it. It is not made again: a record made today would be
# one of today's program. `tests/test_kept_record.py` opens a copy and compares.
set -euo pipefail

made=$(mkdir -p "$1" && cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd "$work"
export HOME=$work XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config COLUMNS=80 TZ=UTC

office() { # RECORD DAY AUTHOR WORDS…
    local record=$1 day=$2 author=$3
    shift 3
    releasecheck --record "$record.db" --as-of "2026-$day" --by "$author" -q "$@"
}
leeds() { office record "$@"; }
hull() { office hull "$@"; }
another_second() { sleep 1.1; } # the entries of two offices stand in the order of their moments

# --- Leeds: lists brought in, one of them the wrong one ---
leeds 10-05 "P. Marsh" record init
leeds 10-05 "P. Marsh" calendar add 2026-12-24 "Office closed"
cat >days.json <<'END'
{"england-and-wales": {"division": "england-and-wales", "events": [
  {"title": "Summer bank holiday", "date": "2026-08-31", "notes": "", "bunting": true},
  {"title": "Christmas Day", "date": "2026-12-25", "notes": "", "bunting": true},
  {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": true},
  {"title": "New Year’s Day", "date": "2027-01-01", "notes": "", "bunting": true},
  {"title": "Made-up day", "date": "2027-02-12", "notes": "", "bunting": true},
  {"title": "Good Friday", "date": "2027-03-26", "notes": "", "bunting": false},
  {"title": "Easter Monday", "date": "2027-03-29", "notes": "", "bunting": true}]}}
END
leeds 10-05 "P. Marsh" calendar import days.json
cat >list.csv <<'END'
NOMS No,Surname,Forename,DOB,Sex,Prison,CRD,Sentence Start Date,SED,Tier,RoSH,MAPPA Cat,POM,COM,Housing
A1234BC,RIVERS,Sam,17/04/1989,M,LEI,06/02/2027,06/02/2025,05/02/2029,B2,High,2,P. Marsh,J. Okafor,
A2291BB,COLE,Marcus,02/11/1994,M,LEI,06/11/2026,12/01/2026,11/11/2027,C1,Medium,none,P. Marsh,J. Okafor,settled
A5561CD,DUNNE,Kerry,14/02/1985,F,LEI,30/10/2026,03/03/2026,02/08/2027,D2,Low,none,,J. Okafor,homeless
A7710FA,ADEYEMI,Tunde,30/08/1978,M,LEI,18/12/2026,14/03/2024,01/07/2029,B3,High,2,P. Marsh,S. Wainwright,at risk
A1188DE,O’NEILL,Áine,09/06/1991,F,STI,21/01/2027,21/07/2025,20/07/2028,C3,Medium,none,,,
A3308FE,BAPTISTE,Leon,23/12/1999,M,LEI,31/02/2027,01/09/2025,31/08/2029,C2,Medium,7,,S. Wainwright,
END
leeds 10-05 "P. Marsh" --reason "monthly list" import people list.csv --source "OMU list" || test $? = 3
printf 'NOMS No,Surname,CRD\nA9983AA,REED,05/02/2027\nA1234BC,Rivers,05/03/2027\n' >wrong.csv
leeds 10-06 "P. Marsh" import people wrong.csv
entry=$(leeds 10-06 "P. Marsh" import undo | awk 'NR == 2 { print $1 }')
leeds 10-06 "P. Marsh" import undo "$entry" --reason "the list of another prison"
cat >tracker.csv <<'END'
NOMS No,Surname,Task,Status,Date,Notes,evidence.authority,evidence.needs_found
A1234BC,Rivers,immediate_needs,done,20/02/2025,,,"benefits, debts"
A1234BC,Rivers,child_check,sent,02/10/2026,,Leeds,
A7710FA,Adeyemi,dtr,submitted,05/10/2026,,Leeds,
A7710FA,Adeyemi,crs,submitted,05/10/2026,,,
END
leeds 10-06 "K. Ellis" import tasks tracker.csv --source tracker
printf 'NOMS No,Date,Who,How,Staff,Notes\nA1234BC,01/10/2026,COM,video,J. Okafor,licence\nA7710FA,02/10/2026,KW,visit,,\n' >contacts.csv
leeds 10-06 "K. Ellis" import contacts contacts.csv

# --- what is recorded by hand ---
leeds 10-07 "K. Ellis" set A1234BC sex_offence=no domestic_abuse=perpetrator bank_account=yes id_held=no --source OASys
leeds 10-07 "K. Ellis" set A1234BC bank_account="not known" --reason "the card is lost"
leeds 10-07 "K. Ellis" set A1234BC tier=C1
leeds 10-07 "K. Ellis" undo --reason "wrong person"
leeds 10-07 "K. Ellis" set A1188DE rosh=high --reason "as told by phone"
leeds 10-08 "P. Marsh" mark A1234BC da_check sent force="West Yorkshire Police" reference=DA-26-1 --on 2026-10-08
leeds 10-20 "P. Marsh" mark A1234BC da_check answered result=known read_by="P. Marsh" in_oasys=yes
leeds 10-20 "P. Marsh" mark A1234BC first_appointment booked appointment_on=2027-02-05 appointment_at=14:00 \
    place="Leeds probation office" --not-known given_in_writing
leeds 10-21 "P. Marsh" waive A1234BC debts --reason "none owed" --although
leeds 10-21 "P. Marsh" decline A7710FA work_lined_up --reason "retired"
leeds 10-21 "P. Marsh" mark A7710FA crs accepted --on 2026-10-20
leeds 10-21 "P. Marsh" undo --reason "not yet"
leeds 10-21 "P. Marsh" own A1234BC dtr PRT --reason "agreed with the COM"
leeds 10-21 "P. Marsh" own A1188DE dtr PRT
leeds 10-21 "P. Marsh" own A1188DE dtr usual
leeds 10-21 "P. Marsh" note A1234BC "asks to be met at the gate" --item first_appointment
leeds 10-22 "P. Marsh" note A7710FA "moved wing" --on 2026-10-20 --reason "told late"
leeds 10-22 "Z. Amin" note A1188DE "for somebody else"
entry=$(leeds 10-22 "Z. Amin" history A1188DE --format json | grep -B1 -A3 '"at"' | grep '"entry"' | tail -n 1 | tr -dc 0-9)
leeds 10-22 "Z. Amin" void "$entry" --reason "wrong person"
leeds 10-22 "Z. Amin" add A9991AA --name "FROST, Lee" --release 2027-03-05 --type CRD
entry=$(leeds 10-22 "Z. Amin" history A9991AA --format json | grep '"entry"' | head -n 1 | tr -dc 0-9)
leeds 10-22 "Z. Amin" void "$entry" --reason "is not here"
leeds 10-23 "Z. Amin" add A3020EE --name "PATEL, Nia" --release 2026-10-30 --type CRD prison=LEI sex=F \
    sentence_start_date=2026-01-12 --source "court warrant" --told 2026-10-22

# --- dates, moves, contacts, requests ---
leeds 10-26 "P. Marsh" redate A1234BC 2027-02-13 --type CRD --source "OMU memo 26 Oct" --told 2026-10-25 --yes
leeds 10-26 "P. Marsh" redate A7710FA 2026-12-18 --type CRD --source "OMU memo" --confirmed --yes
leeds 10-26 "P. Marsh" transfer A1188DE LEI --pom "P. Marsh" --in-home-area yes --resettlement-prison yes --on 2026-10-24
leeds 10-27 "P. Marsh" com A1234BC "T. Hughes" --email t.hughes@probation.example --office York --source email
leeds 10-27 "J. Okafor" contact A1234BC --by COM --how video --note "about the licence"
leeds 10-27 "J. Okafor" contact A7710FA --by KW --how visit
for kind in video_link room visit; do
    leeds 10-28 "J. Okafor" ask A1234BC "$kind" --of OMU --note "for the handover"
done
ids=$(leeds 10-28 "J. Okafor" asked A1234BC --format csv | awk -F, '$3 + 0 { print $3 }' | tail -n 3)
set -- $ids
leeds 10-29 "OMU clerk" ask A1234BC --offered "$1" --note "Tuesday at ten"
leeds 10-30 "OMU clerk" ask A1234BC --answered "$1"
leeds 10-30 "OMU clerk" ask A1234BC --refused "$2" --reason "no room free"

# --- out of prison, and back ---
leeds 10-30 "OMU clerk" released A5561CD --on 2026-10-30 --time 15:30 --source gate
leeds 10-30 "OMU clerk" released A3020EE --on 2026-10-30 --time 10:15
leeds 11-02 "J. Okafor" mark A3020EE night_one_outcome settled --on 2026-10-31
leeds 11-06 "OMU clerk" released A2291BB --on 2026-11-06
leeds 11-12 "OMU clerk" recalled A5561CD --on 2026-11-11 --recall-type fixed_term --cause homelessness --prrd 2026-12-09
leeds 11-16 "OMU clerk" returned A2291BB --on 2026-11-14 --legal-status REMAND --prison LEI

# --- given out ---
leeds 11-16 "P. Marsh" handover A1234BC --to "T. Hughes" -o handover.html
leeds 11-18 "T. Hughes" handover A1234BC --acknowledge
leeds 11-18 "P. Marsh" handover A7710FA --to "the duty governor" -o other.html
leeds 11-19 "P. Marsh" sheet A7710FA --given --on 2026-11-19
leeds 11-19 "P. Marsh" export people -o people.csv --to "the area office"

# --- Hull: somebody who comes to Leeds with a bundle, and goes on being known in both ---
hull 11-02 "L. Brook" record init
hull 11-02 "L. Brook" add A9990AA --name "HOLT, Rae" --release 2027-03-06 --type CRD tier=B1 housing=homeless prison=HLI
hull 11-03 "L. Brook" redate A9990AA 2027-03-13 --type CRD --source "OMU Hull" --yes
hull 11-04 "H. Byrne" mark A9990AA dtr submitted authority=Hull consent_to_refer=yes --although
hull 11-04 "H. Byrne" set A9990AA rosh=high
hull 11-04 "H. Byrne" undo
hull 11-05 "H. Byrne" own A9990AA crs PRT
hull 11-05 "H. Byrne" note A9990AA "wears glasses"
hull 11-05 "H. Byrne" ask A9990AA police_check --of "Humberside Police"
another_second
leeds 11-19 "P. Marsh" set A1188DE cell=C-1-001
hull 11-19 "L. Brook" handover A9990AA --to "HMP Leeds OMU" --bundle first.json
another_second
leeds 11-19 "P. Marsh" import bundle first.json --reason "transfer"
another_second
leeds 11-20 "P. Marsh" set A9990AA prison=LEI housing=settled --source "OMU Leeds"
another_second
hull 11-20 "L. Brook" mark A9990AA id_document done document=passport
hull 11-20 "L. Brook" handover A9990AA --to "HMP Leeds OMU" --bundle second.json
another_second
leeds 11-20 "P. Marsh" import bundle second.json
another_second

# --- two nights, and what is looked at ---
leeds 11-22 cron nightly --out nights >/dev/null
leeds 11-23 cron nightly --out nights >/dev/null
leeds 11-23 "P. Marsh" --reason "hand check" missing >/dev/null

# --- the record as it is kept, and what it says ---
test ! -e record.db-wal
leeds 11-23 "P. Marsh" handover A1234BC --to "HMP Hull OMU" --bundle "$made/bundle.json"
cp record.db "$made/record.db"
mkdir -p "$made/show" "$made/history" "$made/taken-in"
for number in A1188DE A1234BC A2291BB A3020EE A5561CD A7710FA A9990AA; do
    leeds 11-23 reader show "$number" --all >"$made/show/$number.txt"
    leeds 11-23 reader show "$number" --format json >"$made/show/$number.json"
    leeds 11-23 reader history "$number" >"$made/history/$number.txt"
done
leeds 11-23 reader history A9991AA >"$made/history/A9991AA.txt"
leeds 11-23 reader export plans --format jsonl >"$made/plans.jsonl"

# --- the bundle, taken in where nobody was known ---
office fresh 11-23 reader record init
office fresh 11-23 reader import bundle "$made/bundle.json" >/dev/null
office fresh 11-23 reader show A1234BC --all >"$made/taken-in/A1234BC.txt"
office fresh 11-23 reader show A1234BC --format json >"$made/taken-in/A1234BC.json"
leeds 11-23 reader record verify
leeds 11-23 reader log verify | head -n 1
