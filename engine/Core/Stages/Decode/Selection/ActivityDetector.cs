namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>
/// Tells from packets alone whether something happens in front of a camera. Each packet's cost is compared with what its place in the
/// group costs while nothing happens; the differences, in units of their own noise, are averaged over three spans of time, so that a large
/// object is seen at once and a small one within seconds. Memory is constant. For one caller at a time.
/// </summary>
/// <param name="sensitivity">1 is the measured default; more opens earlier and more often.</param>
/// <param name="hold">How long activity lasts after the last sign of it.</param>
/// <remarks>
/// Cost is size times the quantizer's step where the quantizer is known: rate control trades one for the other, and their product shows
/// what the picture asked for. That is what makes cameras with a constant bit rate readable. All figures were chosen with
/// <c>sluice bench gate</c>; docs/gate.md has the curve.
/// </remarks>
internal sealed partial class ActivityDetector(double sensitivity, TimeSpan hold)
{
    // The quantizer's step doubles every six; cost is counted as if the quantizer were this.
    private const double StepsPerOctave = 6, UsualQuantizer = 26;

    // Added to every cost, as a part of the intra frame's: below it lies nothing that an object worth seeing could cost.
    private const double IntraPart = 1 / 512.0;

    // Levels closer than this count as equal: a few bytes more in an empty picture are no news.
    private const double LeastNoise = 0.08;

    // From mean absolute difference of neighbours to standard deviation, for normal noise.
    private const double DifferenceToDeviation = 1 / 1.128;
    private const double AbsoluteToDeviation = 1.25;

    private const double MostBelow = -4, MostAbove = 6;
    private const double NoiseRate = 0.01, SpreadRate = 0.003, IntraRate = 0.2, PeriodRate = 0.05;
    private const double LevelRate = 0.04, FallingRate = 0.08, MostStep = 3;
    private const double CalmPart = 0.6;
    private const double FarBelow = 2;
    private const double MostOver = 2;

    // Spans after which a change that opens at all has opened.
    private const double LongestDelay = 1.5;

    // Seconds each average spans, how many of its own deviations open, and the least that does.
    private static readonly double[] Spans = [0.25, 1, 3];
    private static readonly double[] Deviations = [6, 5, 4.5];
    private static readonly double[] Least = [1.6, 0.8, 0.35];

    private readonly double[] _averages = new double[Spans.Length];
    private readonly double[] _spreads = new double[Spans.Length];
    private readonly float[] _levels = new float[PacketClasses.Count];
    private readonly int[] _seen = new int[PacketClasses.Count];
    private double _intraCost;
    private double _noise = 0.3;
    private double? _lastDifference;
    private double? _lastSeconds;
    private double _period = 0.05;
    private double _activeAt;
    private double _heldUntil = double.NegativeInfinity;
    private bool _wasStrong;
    private int _position;

    /// <summary>What it makes of the source.</summary>
    public GateState State { get; private set; } = GateState.Learning;

    /// <summary>Why it can't tell; null unless it is <see cref="GateState.Blind"/>.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether everything is to be decoded.</summary>
    public bool IsOpen => State != GateState.Quiet;

    /// <summary>The strongest average as a part of what opens: 1 and above is activity.</summary>
    public double Strength { get; private set; }

    /// <summary>How long what opened the gate may have been going on, going by the shortest span that shows it.</summary>
    public double DelaySeconds { get; private set; }

    /// <summary>Looks at the next packet in stream order.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="seconds">Its decoding time.</param>
    /// <returns><see cref="IsOpen"/>.</returns>
    public bool Observe(in PacketFacts facts, int bytes, double seconds)
    {
        var cost = facts.Quantizer is { } quantizer ? bytes * double.Exp2((quantizer - UsualQuantizer) / StepsPerOctave) : bytes;
        Tick(seconds);
        if (facts.IsIntra)
        {
            _intraCost = _intraCost == 0 ? cost : _intraCost + ((cost - _intraCost) * IntraRate);
            EndGroup(seconds);
            _position = 0;
            return IsOpen;
        }

        var place = PacketClasses.Of(facts, ++_position);
        var level = (float)Math.Log2(cost + ((_intraCost > 0 ? _intraCost : cost * 20) * IntraPart));
        _group.Add(place, level);
        if (State is GateState.Quiet or GateState.Active) Weigh(place, level, seconds);
        return IsOpen;
    }

    /// <summary>Says that the stream begins anew: what was learnt stays, what was under way is over.</summary>
    public void Restart()
    {
        _group.Clear();
        _position = 0;
        (_lastSeconds, _lastDifference, _groupAt) = (null, null, null);
        Array.Clear(_averages);
        Forgive();
    }

    private void Tick(double seconds)
    {
        // What lies between two packets further apart is a gap, no period.
        const double LongestPeriod = 1;
        if (_lastSeconds is { } last && seconds > last && seconds - last < LongestPeriod) _period += (seconds - last - _period) * PeriodRate;
        if (_lastSeconds is not { } before || seconds < before)
            (_activeAt, _heldUntil) = (Math.Min(_activeAt, seconds), Math.Min(_heldUntil, seconds + hold.TotalSeconds));
        _lastSeconds = seconds;
    }

    /// <summary>Something began or is not as it was: groups that repeat each other do not end activity before it has been held.</summary>
    private void Sign(double seconds) => _heldUntil = seconds + hold.TotalSeconds;

    private void Weigh(int place, float level, double seconds)
    {
        if (_seen[place] == 0) (_levels[place], _seen[place]) = (NearestLevel(place) ?? level, 1);
        var difference = level - _levels[place];
        if (_lastDifference is { } last && State == GateState.Quiet)
            _noise += (Math.Min(Math.Abs(difference - last), 4 * _noise) - _noise) * NoiseRate;
        _lastDifference = difference;
        var deviation = Math.Max(_noise * DifferenceToDeviation, LeastNoise);
        var score = Math.Clamp(difference / deviation, MostBelow, MostAbove);
        Strength = double.NegativeInfinity;
        for (var i = Spans.Length - 1; i >= 0; i--)
        {
            // Bounded, so that a large object is over when it is gone.
            var opens = Math.Max(Deviations[i] * _spreads[i], Least[i]) / sensitivity;
            _averages[i] = Math.Min(_averages[i] + ((score - _averages[i]) * (1 - Math.Exp(-_period / Spans[i]))), MostOver * opens);
            Strength = Math.Max(Strength, _averages[i] / opens);
            if (_averages[i] > opens) DelaySeconds = LongestDelay * Spans[i];
        }

        var isCalm = Strength <= CalmPart;
        if (Strength > OpensAt || (State == GateState.Active && !isCalm && !SeesPictures)) _activeAt = seconds;
        var isStrong = Strength > OpensAt;
        if (isStrong && !_wasStrong) Sign(seconds);
        _wasStrong = isStrong;
        if (isStrong) (State, _same) = (GateState.Active, 0);
        else if (State == GateState.Active && seconds - _activeAt > HoldSeconds) Close();
        if (State == GateState.Quiet) Suspect(seconds);
        if (isCalm) Learn(place, difference, deviation);

        // Far quieter than quiet: what was learnt was traffic. Where that shows, everything is decoded until groups repeat themselves.
        if (_averages[^1] > -FarBelow * Math.Max(Deviations[^1] * _spreads[^1], Least[^1])) return;
        Array.Clear(_averages);
        if (SeesPictures && State == GateState.Active) return;
        if (SeesPictures && State == GateState.Quiet) _suspectedAt ??= seconds;
        else (State, _alike, _same) = (GateState.Learning, 0, 0);
    }

    /// <summary>Ends activity. Where a picture has said that it is over, what packets still show of it is no suspicion.</summary>
    private void Close()
    {
        State = GateState.Quiet;
        if (_same > 0) Array.Clear(_averages);
    }

    /// <summary>Follows what quiet looks like: slowly up, faster down.</summary>
    private void Learn(int place, double difference, double deviation)
    {
        _seen[place]++;
        var rate = Math.Max(1.0 / _seen[place], difference < 0 ? FallingRate : LevelRate);
        _levels[place] += (float)(rate * Math.Clamp(difference, -MostStep * deviation, MostStep * deviation));
        for (var i = 0; i < Spans.Length; i++)
            _spreads[i] += ((Math.Abs(_averages[i]) * AbsoluteToDeviation) - _spreads[i]) * SpreadRate;
    }

    private float? NearestLevel(int place)
    {
        for (var distance = 1; distance < PacketClasses.Count; distance++)
        {
            foreach (var other in (ReadOnlySpan<int>)[place - distance, place + distance])
            {
                if (other is < 0 or >= PacketClasses.Count || !PacketClasses.AreAlike(place, other)) continue;
                if (_seen[other] > 0) return _levels[other];
            }
        }

        return null;
    }
}
