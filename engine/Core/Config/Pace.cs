using System.ComponentModel;

namespace Sluice.Core.Config;

/// <summary>How fast a recorded source is read.</summary>
public enum Pace
{
    /// <summary>As fast as the graph takes it; nothing is dropped.</summary>
    [Description("As fast as the graph takes it; nothing is dropped.")]
    Fast,

    /// <summary>By its timestamps, as a camera would send it; treated as a live source.</summary>
    [Description("By its timestamps, as a camera would send it; edges then drop like below a camera.")]
    Realtime,
}
