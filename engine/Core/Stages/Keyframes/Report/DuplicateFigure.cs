namespace Sluice.Core.Stages.Keyframes.Report;

/// <summary>Frames of one source that repeat another's.</summary>
/// <param name="Source">The source.</param>
/// <param name="Of">The other.</param>
/// <param name="Frames">How many.</param>
internal sealed record DuplicateFigure(string Source, string Of, long Frames);
