using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Config.Binding;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>Options of the <c>keyframes</c> stage.</summary>
public sealed record KeyframeOptions
{
    /// <summary>How many frames to keep.</summary>
    [Description("How many frames to keep: a rate such as 60/h or a count for the whole input, of each source unless it says otherwise.")]
    [ShortForm(nameof(KeyframeBudget.Rate))]
    public KeyframeBudget Budget { get; init; } = new();

    /// <summary>Share of the budget drawn at random.</summary>
    [Description("Share of the budget drawn uniformly at random, for an unbiased picture of the input."), Range(0.0, 1.0)]
    public double Random { get; init; } = 0.1;

    /// <summary>How often what is sure to be worth it is kept; null for at the period's end alone.</summary>
    [Description("How often, within a period, what is sure to be worth its place is kept already; when left out all is chosen at the period's end, which is best."), Range(1, 86400)]
    public TimeSpan? Commit { get; init; }

    /// <summary>Appearance clusters per source; 0 for eight times the budget, at least 512.</summary>
    [Description("Appearance clusters kept per source, each with one candidate; 0 for 8 x budget, at least 512 and at most 1024."), Range(0, 4096)]
    public int Clusters { get; init; }

    /// <summary>What is preferred where both cannot be had.</summary>
    [Description("What is preferred where both cannot be had.")]
    public KeyframePreference Prefer { get; init; }

    /// <summary>The model behind the learned part of an appearance; null for none.</summary>
    [Description("A model that sees more of a frame than brightness, colour and edges; when left out those alone count."), ShortForm(nameof(KeyframeEmbedding.Model))]
    public KeyframeEmbedding? Embedding { get; init; }

    /// <summary>Collection rules.</summary>
    [Description("Collection rules: moments worth keeping whatever they look like.")]
    public IReadOnlyList<KeyframeTrigger> Triggers { get; init; } = [];

    /// <summary>Where candidates wait.</summary>
    [Description("Where candidates wait for the end of the period.")]
    public TemporaryOptions? Temporary { get; init; }

    /// <summary>Where chosen frames are kept; null for nowhere but the stages behind.</summary>
    [Description("Where chosen frames are kept, under a quota; when left out they only go on to the stages behind.")]
    public ArchiveOptions? Archive { get; init; }

    /// <summary>Classes to blur.</summary>
    [Description("Classes of objects that are made unrecognisable before anything is written, such as face.")]
    public IReadOnlyList<string> Blur { get; init; } = [];

    /// <summary>Least share of pixels that are neither black nor white in a frame that may be kept.</summary>
    [Description("Share of pixels that must be neither black nor white for a frame to be kept."), Range(0.0, 1.0)]
    public double MinExposure { get; init; } = 0.2;

    /// <summary>Whether frames that cost the codec little are taken to show what the one before does, without a look.</summary>
    [Description("Whether frames whose packet is less than half as large as usual count as like the one before, without a look at their pixels.")]
    public bool TrustPackets { get; init; }

    /// <summary>Seed of the random share.</summary>
    [Description("Seed of the random share: the same input and seed choose the same frames.")]
    public int Seed { get; init; } = 1;

    /// <summary>Whether a model only checks on another: its objects are for the rules alone.</summary>
    internal bool IsShadow(string? model) => model != null && Triggers.Any(trigger => trigger.When == TriggerKind.Disagree && trigger.Shadow == model);

    /// <summary>What the vectors are; known at the stage's start.</summary>
    internal AppearanceSpace Space { get; init; } = AppearanceSpace.Plain;

    /// <summary>The clusters in numbers.</summary>
    internal int CapacityOf() => Clusters > 0 ? Clusters : Math.Clamp(8 * Budget.Rate.Count, 512, 1024);

    /// <summary>How many of a budget are drawn at random.</summary>
    internal int RandomOf(int budget) => (int)Math.Round(budget * Random, MidpointRounding.AwayFromZero);
}
