/* Kills its own process at the nth call that changes a file of one folder: a power cut at a chosen moment.
 *
 * Preloaded; armed by `kill_at(n, torn)` from within the process, so that one interpreter can be forked for
 * each n. `torn`: half of what was to be written is written first. Counting goes on when n is 0. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[PATH_MAX];
static long calls, fatal;
static char kinds[1 << 20];
static int torn, armed;

void kill_at(const char *watched, long n, int half) {
    snprintf(folder, sizeof folder, "%s/", watched);
    calls = 0, fatal = n, torn = half, armed = 1;
}

/* What each of them did, a letter: in capitals to the log or journal beside the record, else to any other file. */
const char *kinds_so_far(void) { return kinds; }

static int counted(const char *path, char kind) {
    const char *end = strrchr(path, '-');
    int beside = end && (strcmp(end, "-wal") == 0 || strcmp(end, "-journal") == 0);
    if (calls < (long)sizeof kinds - 1) kinds[calls] = beside ? kind - 32 : kind;
    return ++calls == fatal;
}

static int now(int fd, char kind) {
    char link[64], path[PATH_MAX];
    ssize_t length;
    if (!armed) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if ((length = readlink(link, path, sizeof path - 1)) < 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0 && counted(path, kind);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define DIE kill(getpid(), SIGKILL)

ssize_t write(int fd, const void *from, size_t size) {
    if (now(fd, 'w')) {
        if (torn) REAL(write)(fd, from, size / 2);
        DIE;
    }
    return REAL(write)(fd, from, size);
}

static ssize_t put(int fd, const void *from, size_t size, off64_t at) {
    if (now(fd, 'p')) {
        if (torn) REAL(pwrite64)(fd, from, size / 2, at);
        DIE;
    }
    return REAL(pwrite64)(fd, from, size, at);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) { return put(fd, from, size, at); }
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return put(fd, from, size, at); }

static int cut(int fd, off64_t size) {
    if (now(fd, 't')) DIE;
    return REAL(ftruncate64)(fd, size);
}

int ftruncate64(int fd, off64_t size) { return cut(fd, size); }
int ftruncate(int fd, off_t size) { return cut(fd, size); }

static int at_path(const char *path, char kind) {
    return armed && strncmp(path, folder, strlen(folder)) == 0 && counted(path, kind);
}

int rename(const char *from, const char *to) {
    if (at_path(to, 'r')) DIE;
    return REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
    if (at_path(to, 'l')) DIE;
    return REAL(link)(from, to);
}

int linkat(int one, const char *from, int other, const char *to, int flags) {
    if (at_path(to, 'l')) DIE;
    return REAL(linkat)(one, from, other, to, flags);
}

int unlink(const char *path) {
    if (at_path(path, 'u')) DIE;
    return REAL(unlink)(path);
}

int fsync(int fd) {
    if (now(fd, 's')) DIE;
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    if (now(fd, 's')) DIE;
    return REAL(fdatasync)(fd);
}
