using System.ComponentModel;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>How a frame that was offered for keeping ended; each ends in exactly one way.</summary>
public enum SelectionOutcome
{
    /// <summary>Counted in a cluster of frames like it.</summary>
    [Description("Counted in a cluster of frames like it.")]
    Merged,

    /// <summary>May yet be chosen.</summary>
    [Description("May yet be chosen.")]
    Candidate,

    /// <summary>A better candidate took its place.</summary>
    [Description("A better candidate took its place.")]
    Superseded,

    /// <summary>Chosen for keeping.</summary>
    [Description("Chosen for keeping.")]
    Archived,

    /// <summary>Was a candidate to the end of the period, and others were chosen.</summary>
    [Description("Was a candidate to the end of the period, and others were chosen.")]
    Discarded,

    /// <summary>Shows what a kept frame shows already.</summary>
    [Description("Shows what a kept frame shows already.")]
    Duplicate,

    /// <summary>Too dark, too bright, or of a format without luma.</summary>
    [Description("Too dark, too bright, or of a format without luma.")]
    RejectedQuality,
}
