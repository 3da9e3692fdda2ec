namespace Sluice.Host.Bench.Capacity;

/// <summary>One sign that a resource is short, or not.</summary>
/// <param name="Resource">Which: <c>decode</c>, <c>inference: detect</c>, <c>sink: store</c>, <c>lock</c>, <c>memory bandwidth</c>, ...</param>
/// <param name="Signal">What was looked at, in words.</param>
/// <param name="Value">What it was.</param>
/// <param name="Limit">From where on it is a sign.</param>
internal sealed record ResourceSignal(string Resource, string Signal, double Value, double Limit)
{
    /// <summary>Whether it is a sign.</summary>
    public bool Fires => Value >= Limit;
}
