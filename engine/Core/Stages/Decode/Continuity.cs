using Sluice.Abstractions;

namespace Sluice.Core.Stages.Decode;

/// <summary>
/// Decides which packets may be decoded: after a loss nothing before the next intra frame, because what follows a hole refers to what is
/// missing and comes out damaged. A source that keeps damaged pictures lets everything pass.
/// </summary>
/// <param name="isStrict">Whether damaged pictures are left out.</param>
internal sealed class Continuity(bool isStrict)
{
    private long? _restartedAt;

    /// <summary>Whether an intra frame is awaited.</summary>
    public bool IsAwaiting { get; private set; }

    /// <summary>Whether what the decoder still holds may refer to a picture that it found damaged.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>Whether damaged pictures are left out.</summary>
    public bool IsStrict => isStrict;

    /// <summary>A stream begins: garbage may come before its first intra frame.</summary>
    public void Begin() => (IsAwaiting, IsSuspect, _restartedAt) = (isStrict, false, null);

    /// <summary>Judges the next packet in stream order.</summary>
    /// <param name="isKey">Decoding can start at it.</param>
    /// <param name="isCorrupt">The demuxer says that bytes are missing or wrong in it.</param>
    /// <param name="followsLoss">Something before it, or of its own beginning, was lost on the way.</param>
    /// <param name="pts">Its presentation time.</param>
    /// <returns><see cref="Outcome.None"/> when it may be decoded; otherwise how it ends.</returns>
    public Outcome Admit(bool isKey, bool isCorrupt, bool followsLoss, long? pts)
    {
        if (!isStrict) return Outcome.None;
        if (isCorrupt || followsLoss)
        {
            // An intra frame that lacks a part is no place to start at either.
            IsAwaiting = true;
            return isCorrupt ? Outcome.Corrupt : Outcome.AwaitingKeyframe;
        }

        if (!IsAwaiting) return Outcome.None;
        if (!isKey) return Outcome.AwaitingKeyframe;
        IsAwaiting = false;
        _restartedAt = pts;
        return Outcome.None;
    }

    /// <summary>The decoder failed: the next intra frame is awaited, and what its threads have begun meanwhile is suspect.</summary>
    public void Lose() => IsAwaiting = IsSuspect = isStrict;

    /// <summary>An intra frame came out whole, or the decoder is empty.</summary>
    public void Trust() => IsSuspect = false;

    /// <summary>A picture came out damaged.</summary>
    /// <param name="pts">Its presentation time.</param>
    /// <remarks>Pictures shown before the intra frame at which decoding began refer to what was before it: their damage is no new loss.
    /// Were it one, a camera with open groups of pictures would never come back.</remarks>
    public void Damaged(long? pts)
    {
        if (pts is { } shown && _restartedAt is { } from && shown < from) return;
        Lose();
    }
}
