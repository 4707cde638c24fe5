"""A local AWS for rehearsals: moto in a server process, with the EKS operations that it lacks."""
