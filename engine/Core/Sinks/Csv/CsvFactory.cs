using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.Csv;

/// <summary>Makes <c>csv</c> stages.</summary>
public sealed class CsvFactory : StageFactory<CsvOptions>
{
    /// <inheritdoc/>
    public override string Use => "csv";

    /// <inheritdoc/>
    public override string Summary => "Writes a line of CSV for each object, frame, keyframe or event, into files that change with time and size.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(CsvOptions options)
    {
        if (CsvNames.Fault(options.To) is { } fault) yield return ("to", fault);
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] CsvOptions options) => new CsvSink(context, options);
}
