"""Rules for the images, user data and launch templates of node groups, one file for each."""
