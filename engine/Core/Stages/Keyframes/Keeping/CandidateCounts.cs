namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>What became of pictures that a candidate store was given.</summary>
/// <param name="Taken">Taken so far.</param>
/// <param name="Written">Compressed and written; the others were discarded before, wait, or were lost.</param>
/// <param name="Overrun">Lost because the queue was full.</param>
/// <param name="Full">Refused or lost because the store was full.</param>
/// <param name="Failed">Lost because they could not be compressed or written.</param>
/// <param name="Bytes">On disk now.</param>
internal readonly record struct CandidateCounts(long Taken, long Written, long Overrun, long Full, long Failed, long Bytes);
