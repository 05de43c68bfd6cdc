"""The whole client below the screen against servers whose connections are cut and whose processes are killed."""
