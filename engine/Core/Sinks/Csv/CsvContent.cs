using System.ComponentModel;

namespace Sluice.Core.Sinks.Csv;

/// <summary>What a line of a CSV file is.</summary>
public enum CsvContent
{
    /// <summary>An object in a frame.</summary>
    [Description("A line for each object in each frame.")]
    Objects,

    /// <summary>A frame.</summary>
    [Description("A line for each frame.")]
    Frames,

    /// <summary>A frame chosen for keeping.</summary>
    [Description("A line for each keyframe.")]
    Keyframes,

    /// <summary>Something that happened.</summary>
    [Description("A line for each event of an analytics stage.")]
    Events,
}
