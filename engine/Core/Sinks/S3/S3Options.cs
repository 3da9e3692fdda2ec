using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Core.Sinks.Objects;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.S3;

/// <summary>Options of <c>use: s3</c>.</summary>
public sealed record S3Options : S3StoreOptions
{
    /// <summary>Key of each object; the file's own ending is put behind it.</summary>
    [Description("Key of each object, without the ending, which is the file's own; may hold {engine}, {date}, {name} (the file's own name), {source}, {frame}, {pts}, {time}, {id} and {session}.")]
    public string Key { get; init; } = "{engine}/{source}/{date}/{time}-{frame}-{id}";

    /// <summary>Whether the JSON file beside a picture or clip is uploaded too.</summary>
    [Description("Upload the JSON file beside each picture and clip too, under the same key with the ending .json (.mp4.json for clips).")]
    public bool Sidecar { get; init; } = true;

    /// <summary>Whether files are taken away once they are in the bucket.</summary>
    [Description("Take files away from the disk once they are in the bucket.")]
    public bool DeleteAfter { get; init; }

    /// <summary>Quality of the JPEG this stage makes itself, of keyframes that no stage has written.</summary>
    [Description("JPEG quality of keyframes that no images stage has written, 1 (smallest) to 100 (best)."), Range(1, 100)]
    public int Quality { get; init; } = 90;

    /// <summary>Files on their way at a time.</summary>
    [Description("Files on their way at a time."), Range(1, 64)]
    public int InFlight { get; init; } = 4;

    /// <summary>How long the end of a run waits for what is on its way.</summary>
    [Description("How long the end of a run waits for uploads; what is left waits in the spool for the next start."), Range(0, 3600)]
    public TimeSpan FlushTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What this sink wants other than <c>engine.spool</c> says.</summary>
    [Description("What this sink wants other than engine.spool says.")]
    public SpoolOverride? Spool { get; init; }
}
