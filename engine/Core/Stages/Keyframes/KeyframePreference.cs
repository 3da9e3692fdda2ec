using System.ComponentModel;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What is preferred where both cannot be had.</summary>
public enum KeyframePreference
{
    /// <summary>Frames that stand for as many others as possible.</summary>
    [Description("Frames that stand for as many others as possible.")]
    Coverage,

    /// <summary>Frames unlike the others, at some cost for what is common.</summary>
    [Description("Frames unlike the others, at some cost for what is common.")]
    Explore,
}
