using System.Collections.Concurrent;
using Sluice.Core.Sinks.Nats.Messages;
using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Sinks.Nats;

/// <content>Reports of keyframes stages: told with the next summary.</content>
internal sealed partial class NatsSink
{
    private readonly ConcurrentQueue<KeyframeReport> _reports = new();

    private KeyframeReports? Reports => (KeyframeReports?)_context.Services.GetService(typeof(KeyframeReports));

    /// <summary>Adds those that came; in the tick.</summary>
    private void TellReports()
    {
        while (_reports.TryDequeue(out var report))
        {
            ReportMessage.Write(_batch.Begin(_subjects.Of("keyframe_report", report.Period.Source)), _head, report);
            _batch.End();
            TryAppend(_batch);
        }
    }
}
