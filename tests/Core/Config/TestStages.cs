using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;
using Sluice.Core.Config;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Tests.Config;

/// <summary>Kinds of stage that are shaped like the real ones, so that these tests do not change when those do.</summary>
internal static class TestStages
{
    public static StageCatalog Catalog { get; } = new(
    [
        new Sample(), new Detect(), new Track(), new Keyframes(), new Render(), new Video(), new Jsonl(), new Everything(), new Broken(),
    ]);

    internal sealed record SampleOptions
    {
        [Description("Frames a second."), Range(0.001, 1000)]
        public double? Fps { get; init; }

        [Description("One of so many."), Range(1, 100_000)]
        public int? Every { get; init; }
    }

    internal sealed record DetectOptions
    {
        [Description("The model."), Required, References("models")]
        public string Model { get; init; } = "";

        [Description("How batches are gathered.")]
        public BatchOptions Batch { get; init; } = new() { Size = 8 };

        [Description("Least score."), Range(0.0, 1.0)]
        public double? Score { get; init; }

        [Description("Classes to keep.")]
        public IReadOnlyList<string> Classes { get; init; } = [];
    }

    internal enum Tracker
    {
        [Description("ByteTrack.")]
        Bytetrack,
        OcSort,
    }

    internal sealed record TrackOptions
    {
        [Description("The algorithm.")]
        public Tracker Tracker { get; init; }

        [Description("How long a lost track is kept.")]
        public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(2);
    }

    internal sealed record KeyframeOptions
    {
        [Description("How many to keep.")]
        public Budget Budget { get; init; } = new(60, TimeSpan.FromHours(1));
    }

    internal sealed record RenderOptions;

    internal sealed record VideoOptions
    {
        [Description("The file."), Required]
        public string To { get; init; } = "";

        [Description("Speed."), AllowedValues("fast", "medium", "slow")]
        public string Preset { get; init; } = "medium";
    }

    internal sealed record JsonlOptions
    {
        [Description("The file."), Required, RegularExpression(@".+\.jsonl")]
        public string To { get; init; } = "";

        [Description("Largest file.")]
        public ByteSize Limit { get; init; } = new(1L << 30);
    }

    internal sealed class Sample : Kind<SampleOptions>
    {
        public override string Use => "sample";

        protected override IEnumerable<(string Key, string Message)> Check(SampleOptions options)
        {
            if (options is { Fps: not null, Every: not null }) yield return ("every", "give fps or every, not both.");
            if (options is { Fps: null, Every: null }) yield return ("", "give fps or every");
        }
    }

    internal sealed class Detect : Kind<DetectOptions>
    {
        public override string Use => "detect";

        protected override StreamContent Gives(StreamContent input, DetectOptions options) => input | StreamContent.Detections;
    }

    internal sealed class Track : Kind<TrackOptions>
    {
        public override string Use => "track";

        public override StreamContent Needs => StreamContent.Detections;

        protected override StreamContent Gives(StreamContent input, TrackOptions options) => input | StreamContent.Tracks;
    }

    internal sealed class Keyframes : Kind<KeyframeOptions>
    {
        public override string Use => "keyframes";

        protected override StreamContent Gives(StreamContent input, KeyframeOptions options) => input | StreamContent.Keyframes;
    }

    internal sealed class Render : Kind<RenderOptions>
    {
        public override string Use => "render";

        public override StreamContent Needs => StreamContent.Pictures | StreamContent.Detections;
    }

    internal sealed class Video : Kind<VideoOptions>
    {
        public override string Use => "video";
    }

    internal sealed class Jsonl : Kind<JsonlOptions>
    {
        public override string Use => "jsonl";

        public override StreamContent Needs => StreamContent.None;
    }

    /// <summary>An option of every type.</summary>
    internal sealed record EverythingOptions
    {
        public string Text { get; init; } = "a";

        public string? Maybe { get; init; } = "set";

        public bool Flag { get; init; }

        public int Whole { get; init; } = 3;

        public long Long { get; init; }

        public double Number { get; init; } = 0.5;

        [Range(0.0, 1.0)]
        public double Share { get; init; }

        [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
        public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(20);

        public TimeSpan? Perhaps { get; init; }

        public ByteSize Size { get; init; }

        public Budget Budget { get; init; }

        public LoopCount Loop { get; init; } = LoopCount.Once;

        public OverflowPolicy Policy { get; init; }

        public TextOrList? Labels { get; init; }

        [Range(1, 9)]
        public IReadOnlyList<int> Digits { get; init; } = [];

        public System.Collections.Immutable.ImmutableArray<TimeSpan> Delays { get; init; } = [];

        public string[] Words { get; init; } = [];

        public IReadOnlyDictionary<string, double> Weights { get; init; } = new Dictionary<string, double>();

        public BatchOptions Batch { get; init; } = new() { Size = 8, MaxPerSource = 2 };

        public IReadOnlyList<BatchOptions> Batches { get; init; } = [];

        [Browsable(false)]
        public string Hidden { get; init; } = "";
    }

    internal sealed class Everything : Kind<EverythingOptions>
    {
        public override string Use => "everything";
    }

    /// <summary>A plugin's kind whose check throws.</summary>
    internal sealed class Broken : Kind<RenderOptions>
    {
        public override string Use => "broken";

        protected override IEnumerable<(string Key, string Message)> Check(RenderOptions options) => throw new InvalidOperationException("no luck");
    }

    internal sealed record ReservedOptions
    {
        public string From { get; init; } = "";
    }

    internal sealed class Reserved : Kind<ReservedOptions>
    {
        public override string Use => "reserved";
    }

    internal sealed record UnreadableOptions
    {
        public object? Any { get; init; }
    }

    internal sealed class Unreadable : Kind<UnreadableOptions>
    {
        public override string Use => "unreadable";
    }

    internal abstract class Kind<T> : StageFactory<T>
        where T : class, new()
    {
        public override string Summary => $"Test stage {Use}.";

        protected override IStage Create(StageContext context, T options) => throw new NotSupportedException("Only configured here.");
    }
}
