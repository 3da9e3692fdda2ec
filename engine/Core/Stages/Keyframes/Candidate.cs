using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// A frame that may yet be chosen: its data without pixels, its appearance, and the name its picture has in the temporary store. Clusters,
/// tracks, episodes and chance may hold the same one: it ends when the last of them lets go. For one source's thread.
/// </summary>
internal sealed class Candidate(Frame frame, CandidatePicture picture, ICandidateStore store, SelectionLedger ledger)
{
    private int _holders;

    /// <summary>The frame without its pixels; owned.</summary>
    public Frame Frame => frame;

    /// <summary>Its picture in the temporary store.</summary>
    public CandidatePicture Picture => picture;

    /// <summary>Its appearance in short form.</summary>
    public required short[] Features { get; init; }

    /// <summary>What they are.</summary>
    public AppearanceSpace Space { get; init; } = AppearanceSpace.Plain;

    /// <summary>Its luma, 32 x 32: what near-duplicates are told by.</summary>
    public required byte[] Luma { get; init; }

    /// <summary>Its time on the source's clock, in seconds.</summary>
    public required double At { get; init; }

    /// <summary>How good a picture it is, 0 to 1, among those of its source.</summary>
    public required float Quality { get; init; }

    /// <summary>How unusual what it shows is, in bits.</summary>
    public float Surprise { get; init; }

    /// <summary>The cell of the rarity table that is the most unusual; null where nothing was detected.</summary>
    public string? RareCell { get; init; }

    /// <summary>The tracks seen in it.</summary>
    public long[] Tracks { get; init; } = [];

    /// <summary>The episodes it shows.</summary>
    public List<Episode>? Episodes { get; set; }

    /// <summary>Whether it was chosen, so that letting go of it keeps its picture.</summary>
    public bool IsChosen { get; set; }

    /// <summary>Whether something like it was chosen or archived already.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>The keyframe of another source that it repeats; null for none.</summary>
    public KeptFrame? Repeats { get; set; }

    /// <summary>One more holder.</summary>
    public Candidate Hold()
    {
        _holders++;
        return this;
    }

    /// <summary>One holder less. The last one gives the picture back and ends the frame; of a chosen one the archive does both.</summary>
    /// <param name="superseded">Whether a better one took its place; otherwise it was there to the end and not chosen.</param>
    public void LetGo(bool superseded)
    {
        if (--_holders > 0 || IsChosen) return;
        ledger.End(superseded ? SelectionOutcome.Superseded : IsDuplicate ? SelectionOutcome.Duplicate : SelectionOutcome.Discarded);
        store.Discard(picture);
        frame.Dispose();
    }
}
