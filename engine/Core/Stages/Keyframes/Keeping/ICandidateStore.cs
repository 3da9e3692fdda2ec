using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>
/// Pictures of candidates between being seen and being chosen: the temporary store. Many candidates are taken and few are chosen, so they
/// cost disk and not memory. For many sources at a time; each picture has one owner.
/// </summary>
internal interface ICandidateStore : IAsyncDisposable
{
    /// <summary>
    /// Takes a frame's picture: upright, and blurred where that is asked for. Returns at once: it is compressed later, by another thread,
    /// through a bounded queue. Where a live source brings more than that thread can do, the oldest waiting one is lost (counted); a recorded
    /// one loses nothing: its caller compresses what finds no room in the queue.
    /// </summary>
    /// <param name="frame">Borrowed; has a picture.</param>
    /// <returns>The picture's name; null where the store is full (counted: the frame is no candidate then).</returns>
    CandidatePicture? Take(Frame frame);

    /// <summary>Whether a picture is there or still to come: false once it was lost. Costs a look into a dictionary.</summary>
    bool Has(CandidatePicture picture) => true;

    /// <summary>Lets go of a picture that was not chosen. What was not compressed yet never is.</summary>
    void Discard(CandidatePicture picture);

    /// <summary>The compressed picture, a JPEG as displayed (no rotation is left to do), once it is there.</summary>
    /// <returns>Null where it was lost: it could not be compressed or written, and that was said.</returns>
    ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop);

    /// <summary>
    /// Takes over the pictures of an earlier run that a restored state still names, and deletes the others of that source. Without a folder
    /// in the settings nothing outlives a run.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="named">What its state names; empty for none.</param>
    /// <returns>Those that are there.</returns>
    IReadOnlySet<CandidatePicture> Restore(string source, IEnumerable<CandidatePicture> named) => new HashSet<CandidatePicture>();

    /// <summary>Waits until pictures are on disk or lost, so that a state that names them can be gone on from.</summary>
    /// <param name="keys">Their keys; null for all.</param>
    /// <param name="stop">Gives up.</param>
    ValueTask SettleAsync(IReadOnlyList<string>? keys, CancellationToken stop) => ValueTask.CompletedTask;

    /// <summary>What was discarded of a source since the last call, and is still there because its state on disk names it.</summary>
    IReadOnlyList<GonePicture> TakeGone(string source) => [];

    /// <summary>Deletes what was discarded, once a state is on disk that doesn't name it.</summary>
    void Release(IReadOnlyList<GonePicture> gone)
    {
    }

    /// <summary>Counts so far.</summary>
    CandidateCounts Counts => default;
}
