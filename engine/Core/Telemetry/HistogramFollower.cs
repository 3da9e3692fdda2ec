using System.Diagnostics.Metrics;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Passes values on to an instrument with the same tags every time: histograms, unlike other instruments, cannot be read when somebody
/// collects. Costs a look at one flag where nobody does, and allocates nothing.
/// </summary>
internal sealed class HistogramFollower(Histogram<double> instrument, KeyValuePair<string, object?>[] tags)
{
    public Histogram<double> Instrument => instrument;

    public void Record(double value)
    {
        if (instrument.Enabled) instrument.Record(value, tags);
    }
}
