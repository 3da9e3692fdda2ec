namespace Sluice.Abstractions;

/// <summary>Objects of one class counted at a zone or line since its source began.</summary>
/// <param name="Label">The class's name.</param>
/// <param name="In">A zone: how many entered. A line: how many crossed to its left, looking from its first point to its second.</param>
/// <param name="Out">A zone: how many left, tracks that ended inside included. A line: how many crossed to its right.</param>
public readonly record struct PlaceCount(string Label, long In, long Out)
{
    /// <summary>A zone: how many are in it now.</summary>
    public long Now => In - Out;
}
