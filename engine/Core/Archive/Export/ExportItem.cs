using Sluice.Core.Archive.Catalog;

namespace Sluice.Core.Archive.Export;

/// <summary>A keyframe of a data set.</summary>
/// <param name="Entry">The keyframe.</param>
/// <param name="IsValidation">Whether it is for validation.</param>
internal sealed record ExportItem(CatalogEntry Entry, bool IsValidation)
{
    /// <summary>The picture's name without its ending.</summary>
    public string Name { get; } = ExportNames.Of(Entry.Keyframe.Key);

    /// <summary>The side's name.</summary>
    public string Side => IsValidation ? "val" : "train";
}
