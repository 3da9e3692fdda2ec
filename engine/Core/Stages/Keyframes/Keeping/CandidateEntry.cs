using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>One picture in a store. All but <see cref="Done"/> is for the holder of the store's lock.</summary>
internal sealed class CandidateEntry
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those who have taken it and not discarded it: one frame may be a candidate for two reasons.</summary>
    public int Owners { get; set; } = 1;

    /// <summary>The pixels, while they wait to be compressed: one right of the entry's.</summary>
    public Picture? Waiting { get; set; }

    /// <summary>Bytes on disk; 0 until it is written.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether it came to nothing.</summary>
    public bool IsLost { get; private set; }

    /// <summary>True once it is written, false once it is lost.</summary>
    public Task<bool> Done => _done.Task;

    /// <summary>It is on disk.</summary>
    public void Write(long bytes)
    {
        Bytes = bytes;
        _done.TrySetResult(true);
    }

    /// <summary>It came to nothing.</summary>
    public void Lose()
    {
        IsLost = true;
        _done.TrySetResult(false);
    }
}
