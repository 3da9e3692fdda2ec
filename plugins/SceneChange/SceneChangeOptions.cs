using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Plugins.SceneChange;

/// <summary>Options of <c>scene_change</c>.</summary>
public sealed record SceneChangeOptions
{
    /// <summary>How much more than usual the picture must change, in levels of brightness.</summary>
    [Description("How much more than usual the picture must change from one frame to the next: mean difference in levels of brightness, 0 to 255."),
        Range(0.1, 255)]
    public double Threshold { get; init; } = 12;

    /// <summary>Shortest time from one change to the next of a source.</summary>
    [Description("Shortest time between two changes of a source; what comes sooner belongs to the first.")]
    public TimeSpan MinGap { get; init; } = TimeSpan.FromSeconds(1);
}
