using System.Collections.Immutable;

namespace Sluice.Core.Archive.Catalog;

/// <summary>A keyframe of an archive that somebody looks through.</summary>
/// <param name="Keyframe">What its sidecar says.</param>
/// <param name="Bytes">Bytes of all its files.</param>
/// <param name="IsPinned">Whether it is never to be evicted.</param>
/// <param name="Corrected">What an annotator said is in it; null where none did.</param>
internal sealed record CatalogEntry(ArchivedKeyframe Keyframe, long Bytes, bool IsPinned, ImmutableArray<ArchivedBox>? Corrected)
{
    /// <summary>What is known best of what is in it: what an annotator said, or else what the model did.</summary>
    public ImmutableArray<ArchivedBox> Boxes => Corrected ?? Keyframe.Boxes;
}
