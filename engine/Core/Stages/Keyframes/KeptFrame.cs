namespace Sluice.Core.Stages.Keyframes;

/// <summary>What is remembered of a keyframe, to tell later ones from it.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Frame">Its index there.</param>
/// <param name="At">Its time on that source's clock, in seconds.</param>
/// <param name="Features">Its appearance in short form.</param>
/// <param name="Luma">Its luma, 32 x 32.</param>
internal sealed record KeptFrame(string Source, long Frame, double At, short[] Features, byte[] Luma)
{
    /// <summary>Of a candidate that was chosen.</summary>
    public static KeptFrame Of(Candidate candidate)
        => new(candidate.Frame.Info.Source, candidate.Frame.Info.Index, candidate.At, candidate.Features, candidate.Luma);
}
