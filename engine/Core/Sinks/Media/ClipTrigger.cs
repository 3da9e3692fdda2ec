using System.ComponentModel;

namespace Sluice.Core.Sinks.Media;

/// <summary>What begins a clip.</summary>
public enum ClipTrigger
{
    /// <summary>Something an analytics stage saw.</summary>
    [Description("An event of an analytics stage.")]
    Events,

    /// <summary>A frame chosen for keeping.</summary>
    [Description("A keyframe.")]
    Keyframes,

    /// <summary>An object of one of the classes.</summary>
    [Description("A detection, of one of the classes where some are given.")]
    Detections,

    /// <summary>The source's gate opened.</summary>
    [Description("The source's gate opened.")]
    Activity,
}
