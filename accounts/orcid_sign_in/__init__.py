"""Sign-in at orcid.org, or at whatever server the settings name in its place."""
