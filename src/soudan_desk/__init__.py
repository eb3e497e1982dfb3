"""相談デスク: offline casework for Japanese consultation centres."""

__version__ = "0.1.0"
