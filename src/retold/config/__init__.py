"""The one place that knows everything: settings, addresses, who reacts to which event, how processes start."""
