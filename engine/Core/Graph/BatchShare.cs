namespace Sluice.Core.Graph;

/// <summary>What one source adds to the next batch of a stage.</summary>
/// <param name="Frames">Frames waiting that the batch may take.</param>
/// <param name="CanGrow">Whether more may come that the batch could take.</param>
/// <param name="IsEnding">Whether these are its last frames.</param>
internal readonly record struct BatchShare(int Frames, bool CanGrow, bool IsEnding);
