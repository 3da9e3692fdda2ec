namespace Sluice.Abstractions;

/// <summary>A landmark of an object.</summary>
/// <param name="X">Column in pixels of the displayed frame.</param>
/// <param name="Y">Row in pixels of the displayed frame.</param>
/// <param name="Score">Confidence that it is visible, 0 to 1; 1 where the model gives none.</param>
public readonly record struct Keypoint(float X, float Y, float Score);
