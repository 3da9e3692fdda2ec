using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Csv;

/// <summary>Options of <c>use: csv</c>.</summary>
public sealed record CsvOptions
{
    /// <summary>The files.</summary>
    [Description("The files to write, such as out/objects-{date}.csv; may hold {engine}, {source} (a file per source), {date} (a file a day) and {time} (when the file was begun). While a file is written its name ends in .part."), Required]
    public string To { get; init; } = "";

    /// <summary>What a line is.</summary>
    [Description("What a line is.")]
    public CsvContent What { get; init; }

    /// <summary>A new file after this time; null for only when {date} changes.</summary>
    [Description("Begin a new file at each multiple of this time, such as 1h; left out, only when {date} changes."), Range(1, 366 * 86400d)]
    public TimeSpan? Every { get; init; }

    /// <summary>A new file at this size.</summary>
    [Description("Begin a new file at this size; left out, files grow without bound."), Range(1024, 1e15)]
    public ByteSize? Size { get; init; }
}
