using System.ComponentModel;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>What a collection rule looks for.</summary>
public enum TriggerKind
{
    /// <summary>Detections with a confidence near a threshold.</summary>
    [Description("At least `at_least` detections with a confidence within `epsilon` of `threshold`.")]
    Band,

    /// <summary>Tracks that lose their detection or change their class.</summary>
    [Description("A track away from the borders that a model misses for a moment, or whose class changes.")]
    Flicker,

    /// <summary>A second model that sees something else.</summary>
    [Description("Detections of the model `shadow` in the same frame that differ from the others by more than `threshold` (1 - F1 at IoU 0.5).")]
    Disagree,

    /// <summary>Many errors in a short time.</summary>
    [Description("More than `more_than` events of the kind `name` within `within`.")]
    Errors,

    /// <summary>Suddenly more or fewer objects.</summary>
    [Description("A number of objects that differs from the usual of the last `within` by more than `more_than`.")]
    CountJump,

    /// <summary>A class never seen before.</summary>
    [Description("A class that the source has not shown before; its first `within` don't count.")]
    NewClass,

    /// <summary>Objects of some classes, or of one that is seldom seen.</summary>
    [Description("An object of one of `classes` with a score of `threshold` or more. Without `classes`: one of a class that hardly any track of the source has had, less usual than in `threshold` of the frames with tracks, once `within` is over.")]
    Class,

    /// <summary>Objects seldom seen there, of that size, moving that way, at that time of day.</summary>
    [Description("An object that is unusual for the source: by class, size, place, motion and time of day rarer than in `threshold` of all frames, once `within` is over.")]
    Rare,

    /// <summary>Objects that go where none has gone, or another way.</summary>
    [Description("An object that goes where, or in a direction in which, hardly any track of the source went: less usual than in `threshold` of the frames in which something moves, once `within` is over.")]
    Path,

    /// <summary>Objects where none of their class has been.</summary>
    [Description("An object where hardly any track of its class was: less usual than in `threshold` of the frames in which something comes to another place, once `within` is over.")]
    Place,

    /// <summary>Objects that stand where none has stood, or longer.</summary>
    [Description("An object that came and stands where hardly any track of the source stood, or not for so long: less usual than in `threshold` of the frames in which something has just stood for 4, 12 or 36 seconds, once `within` is over.")]
    Stand,

    /// <summary>Objects of a colour that none has shown.</summary>
    [Description("An object that shows, twice at least, a colour that hardly any track of the source showed: less usual than in `threshold` of the frames with tracks, once `within` is over. Not on frames that stay on a GPU.")]
    Colour,

    /// <summary>Pictures unlike those of the last day.</summary>
    [Description("Brightness, detail and number of objects spread otherwise in the last ten minutes than in the last day.")]
    Drift,

    /// <summary>An event that a stage noted.</summary>
    [Description("An event of the kind `name` that a stage or plugin put into the frame; its value `severity` says how bad, 1 without.")]
    Event,

    /// <summary>An attribute that a stage noted.</summary>
    [Description("A frame attribute `name` that is true, or a number of `threshold` or more.")]
    Attribute,
}
