using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What is remembered of a keyframe, to tell later ones from it.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Frame">Its index there.</param>
/// <param name="At">Its time on that source's clock, in seconds.</param>
/// <param name="Features">Its appearance in short form.</param>
/// <param name="Luma">Its luma, 32 x 32.</param>
internal sealed record KeptFrame(string Source, long Frame, double At, short[] Features, byte[] Luma)
{
    /// <summary>The <see cref="CandidatePicture.Id"/> it is kept under.</summary>
    public Guid Id { get; init; }

    /// <summary>Whether an earlier run kept it: a recording that is read again must not be told from itself.</summary>
    public bool IsFromArchive { get; init; }

    /// <summary>On which side of 64 planes it lies: what is alike differs in few.</summary>
    public ulong Signs { get; init; }

    /// <summary>Of a candidate that was chosen.</summary>
    public static KeptFrame Of(Candidate candidate)
        => new(candidate.Frame.Info.Source, candidate.Frame.Info.Index, candidate.At, candidate.Features, candidate.Luma)
        {
            Id = candidate.Picture.Id,
            Signs = AppearanceSigns.Of(candidate.Features),
        };

    /// <summary>Of a keyframe in the archive; null where it says nothing of its appearance, or in another feature space.</summary>
    /// <param name="kept">What the archive says of it.</param>
    /// <param name="space">That of the stage.</param>
    public static KeptFrame? Of(KeptFeature kept, AppearanceSpace space)
    {
        if (kept.Space != space.Name || kept.Embedding.Length != space.Length || kept.Thumbnail.Length != LumaGrid.LumaSide * LumaGrid.LumaSide) return null;
        var features = new short[kept.Embedding.Length];
        VectorMath.Shorten(kept.Embedding, features);
        return new(kept.Source, -1, kept.Clock, features, TileTest.Reduce(kept.Thumbnail)) { Id = kept.Id, IsFromArchive = true, Signs = AppearanceSigns.Of(features) };
    }
}
