using System.Globalization;

namespace Sluice.Host.Bench;

/// <summary>Values of several rounds.</summary>
internal sealed class Readings : List<double>
{
    /// <summary>The middle one.</summary>
    public double Median
    {
        get
        {
            if (Count == 0) return double.NaN;
            var sorted = this.Order().ToList();
            return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
        }
    }

    /// <summary>Median, and the least and most in brackets.</summary>
    /// <param name="format">Of each number.</param>
    public string Show(string format)
    {
        return Count == 0 ? "-" : Count == 1 ? Text(this[0]) : $"{Text(Median)} ({Text(this.Min())} to {Text(this.Max())})";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
