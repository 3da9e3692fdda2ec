using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>A collection rule: while it holds there is an episode, and the worst moment of each is worth keeping.</summary>
public sealed record KeyframeTrigger
{
    /// <summary>What it looks for.</summary>
    [Description("What it looks for.")]
    public TriggerKind When { get; init; }

    /// <summary>Confidence, difference or value it is about.</summary>
    [Description("Confidence of `band`, least difference of `disagree`, least value of `attribute`, least score of `class`: 0.5 when left out; share of frames that `rare` (0.99), `path`, `place`, `colour` and `class` without `classes` (0.95) and `stand` (0.75) leave out.")]
    public double? Threshold { get; init; }

    /// <summary>Half the width of the band.</summary>
    [Description("Half the width of `band`."), Range(0.0, 1.0)]
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Fewest detections in the band.</summary>
    [Description("Fewest detections in `band`."), Range(1, 10000)]
    public int AtLeast { get; init; } = 1;

    /// <summary>How many are too many.</summary>
    [Description("Events of `errors` that are still fine; change of `count_jump` that is."), Range(0, 1000000)]
    public int MoreThan { get; init; } = 5;

    /// <summary>The time it looks back.</summary>
    [Description("Window of `errors` and `count_jump`, learning time of `new_class`, `class`, `rare`, `path`, `place`, `stand` and `colour`."), Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The objects looked at.</summary>
    [Description("Labels of the objects that `class` looks for and that `path`, `place`, `stand` and `colour` look at; empty for all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The event or attribute.</summary>
    [Description("Kind of the events of `errors` and `event`, name of the `attribute`.")]
    public string Name { get; init; } = "";

    /// <summary>Where the event has to be.</summary>
    [Description("Zone or line that the events of `event` have to be of; any without it.")]
    public string? Place { get; init; }

    /// <summary>Which way the event has to go.</summary>
    [Description("Direction that the events of `event` must have, such as `in` or `out` of `cross`; any without it.")]
    public string? Direction { get; init; }

    /// <summary>The second model.</summary>
    [Description("Id of the second model of `disagree`, as detections name it."), References("models")]
    public string? Shadow { get; init; }

    /// <summary>How many episodes a source may have.</summary>
    [Description("How many episodes a source may have; up to three at once. When there are more, the worst of the period, unless `now`.")]
    public Budget Rate { get; init; } = new(6, TimeSpan.FromHours(1));

    /// <summary>Whether its frames are handed on at once.</summary>
    [Description("Whether the first frame of an episode is kept at once, out of the period's budget, instead of being weighed at its end.")]
    public bool Now { get; init; }

    /// <summary>The rule's name, as keyframes carry it.</summary>
    internal string Label => When switch
    {
        TriggerKind.Event => string.Join('_', new[] { Name, Place, Direction }.Where(static part => part != null)),
        TriggerKind.Attribute => Name,
        TriggerKind.Class => string.Join('_', ["class", .. Classes]),
        _ => Config.Snake.Case(When.ToString()),
    };

    /// <summary>The threshold, where it is left out the rule's own.</summary>
    internal double Limit => Threshold ?? When switch
    {
        TriggerKind.Rare => 0.99,
        TriggerKind.Path or TriggerKind.Place or TriggerKind.Colour => 0.95,
        TriggerKind.Class when Classes.Count == 0 => 0.95,
        TriggerKind.Stand => 0.75,
        _ => 0.5,
    };

    private bool AsksForClasses => When is TriggerKind.Class or TriggerKind.Path or TriggerKind.Place or TriggerKind.Stand or TriggerKind.Colour;

    private bool IsLearned => AsksForClasses && (When != TriggerKind.Class || Classes.Count == 0);

    /// <summary>What is wrong with it.</summary>
    internal IEnumerable<(string Key, string Message)> Check()
    {
        if (When is TriggerKind.Errors or TriggerKind.Event or TriggerKind.Attribute && Name.Length == 0)
            yield return ("name", When == TriggerKind.Attribute ? "wants the attribute's name." : "wants the kind of the events, such as error.");
        if (When != TriggerKind.Event && Place != null) yield return ("place", $"is of no use for {Config.Snake.Case(When.ToString())}; only event asks where.");
        if (When != TriggerKind.Event && Direction != null) yield return ("direction", $"is of no use for {Config.Snake.Case(When.ToString())}; only event asks which way.");
        if (!AsksForClasses && Classes.Count > 0) yield return ("classes", $"is of no use for {Config.Snake.Case(When.ToString())}; only class, path, place, stand and colour ask which objects.");
        if (When == TriggerKind.Disagree && Shadow == null) yield return ("shadow", "wants the second model's id.");
        if ((When == TriggerKind.Band || (When == TriggerKind.Class && !IsLearned)) && Threshold is < 0 or > 1) yield return ("threshold", $"is {Threshold}; a confidence is from 0 to 1.");
        if ((When == TriggerKind.Rare || IsLearned) && Threshold is < 0.5 or >= 1) yield return ("threshold", $"is {Threshold}; a share of frames from 0.5 to less than 1 is wanted, such as 0.99.");
        if (When == TriggerKind.Disagree && Threshold is < 0 or > 1) yield return ("threshold", $"is {Threshold}; a difference is from 0 to 1.");
    }
}
