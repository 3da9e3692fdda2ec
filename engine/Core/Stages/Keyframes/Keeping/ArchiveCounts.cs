namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>What an archive holds and has done.</summary>
/// <param name="Keyframes">Keyframes in it.</param>
/// <param name="Bytes">Their bytes, with everything that belongs to them.</param>
/// <param name="Kept">Taken in since the start.</param>
/// <param name="Evicted">Taken out since the start, for the quota or their age.</param>
/// <param name="EvictedLoss">What taking them out cost, as marginal losses.</param>
/// <param name="Refused">Turned away since the start, because there was no room.</param>
/// <param name="Waiting">On their way into the bucket.</param>
internal readonly record struct ArchiveCounts(int Keyframes, long Bytes, long Kept, long Evicted, double EvictedLoss, long Refused, int Waiting);
