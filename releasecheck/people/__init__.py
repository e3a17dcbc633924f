"""What is known of somebody."""
