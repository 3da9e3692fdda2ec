using Sluice.Abstractions;

namespace Sluice.Core.Stages.Inference.Cards;

/// <summary>One thing that a golden image expects, or that was found there.</summary>
/// <param name="Label">Its class, or what is compared.</param>
/// <param name="Expected">The score expected; null for a box that nobody expects.</param>
/// <param name="ExpectedBox">The box expected, in pixels of the picture; null where none is.</param>
/// <param name="Found">The score found; null when nothing was.</param>
/// <param name="FoundBox">The box found; null where none was.</param>
/// <param name="Overlap">How far the boxes, or the vectors, agree, 0 to 1.</param>
/// <param name="IsMet">Whether that is near enough.</param>
public sealed record GoldenRow(
    string Label, float? Expected, BoundingBox? ExpectedBox, float? Found, BoundingBox? FoundBox, float Overlap, bool IsMet)
{
    /// <summary>What differs, in words.</summary>
    public override string ToString()
    {
        if (Expected == null) return FormattableString.Invariant($"{Label} {Found:0.00} at {Text(FoundBox)} is found and not expected");
        var expected = FormattableString.Invariant($"{Label} {Expected:0.00} at {Text(ExpectedBox)}");
        return Found == null ? $"{expected} is not found" : FormattableString.Invariant($"{expected} is found with IoU {Overlap:0.000} and score {Found:0.00}");
    }

    /// <summary>A box as text, whole pixels.</summary>
    internal static string Text(BoundingBox? box)
        => box is { } some ? FormattableString.Invariant($"[{some.X1:0}, {some.Y1:0}, {some.X2:0}, {some.Y2:0}]") : "[]";
}
