"""What MkDocs and ProperDocs load: the plugin `linkroll`, and the events that the hook shares."""
