using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>
/// Where chosen frames are kept, under a quota, in a folder or a bucket. Safe from any thread.
/// </summary>
internal interface IKeyframeArchive : IAsyncDisposable
{
    /// <summary>
    /// Keeps a chosen candidate: on return it survives a crash, and calling again for the same picture changes nothing. In a folder it is
    /// there on return; into a bucket it is uploaded behind the caller's back, for as long as that takes. The candidate store's copy stays the
    /// caller's, who discards it.
    /// </summary>
    /// <param name="picture">From the candidate store that belongs to this archive.</param>
    /// <param name="frame">What is known of it, with its detections; its picture is not looked at.</param>
    /// <param name="why">Why it was chosen.</param>
    /// <param name="stop">Gives up; it may or may not be kept then.</param>
    /// <returns>Its address, or why there is none. Faults of disk and server are answers and not exceptions.</returns>
    ValueTask<KeepAnswer> KeepAsync(CandidatePicture picture, Frame frame, KeyframeRecord why, CancellationToken stop);

    /// <summary>What the archive holds that was kept since a time, oldest first: the coverage already paid for, and what a new frame may repeat.</summary>
    /// <param name="since">When they were taken.</param>
    /// <param name="source">Of one source; null for all.</param>
    /// <param name="most">No more than so many, the latest.</param>
    /// <param name="stop">Gives up.</param>
    IAsyncEnumerable<KeptFeature> ReadAsync(DateTimeOffset since, string? source, int most, CancellationToken stop);

    /// <summary>Puts a period's report beside the keyframes it tells of; where there is no room, or the disk does not take it, there is none.</summary>
    ValueTask ReportAsync(KeyframeReport report, CancellationToken stop);

    /// <summary>A keyframe's key in the archive.</summary>
    string KeyOf(CandidatePicture picture, string source, DateTimeOffset period);

    /// <summary>Counts so far.</summary>
    ArchiveCounts Counts { get; }
}
