using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>
/// Pictures of candidates between being seen and being chosen: the temporary store. Many candidates are taken and few are chosen, so they
/// cost disk and not memory. For many sources at a time; each picture has one owner.
/// </summary>
internal interface ICandidateStore : IAsyncDisposable
{
    /// <summary>
    /// Takes a copy of a frame's picture. Returns at once: it is compressed later, by another thread, through a bounded queue.
    /// </summary>
    /// <param name="frame">Borrowed; has a picture.</param>
    /// <returns>The picture's name; null where the queue is full or the store is (counted: the frame is no candidate then).</returns>
    CandidatePicture? Take(Frame frame);

    /// <summary>Lets go of a picture that was not chosen. What was not compressed yet never is.</summary>
    void Discard(CandidatePicture picture);

    /// <summary>The compressed picture, a JPEG, once it is there.</summary>
    /// <returns>Null where it was lost: it could not be compressed or written, and that was said.</returns>
    ValueTask<byte[]?> ReadAsync(CandidatePicture picture, CancellationToken stop);
}
