using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;
using Sluice.Core.Stages.Keyframes.Triggers;

namespace Sluice.Core.Stages.Keyframes;

/// <summary>
/// Gathers what may be kept of one source. While a period runs, frames are counted in a bounded set of appearance clusters with one candidate
/// each; tracks and the episodes of collection rules have one too, and some are drawn at random. For one thread.
/// </summary>
internal sealed partial class SourceSelector : IDisposable
{
    // A candidate that fits its cluster a little better is not worth compressing another frame.
    private const float WorthReplacing = 0.5f;

    // So many replacements a second at most, after a few at once.
    private const double ReplacementsPerSecond = 2;
    private const double ReplacementBurst = 8;

    // Of the last hour's frames: what is less sharp than this share stands for a cluster only until a better one comes.
    private const float LeastQuality = 0.3f;

    // Of all frames; those beyond count more, the rarest twice.
    private const double Usual = 0.9;
    private readonly KeyframeOptions _options;
    private readonly ICandidateStore _store;
    private readonly string _source;
    private readonly KeptFrames? _kept;
    private readonly ClusterSet _clusters;
    private readonly TrackTable _tracks;
    private readonly Reservoir _drawn;
    private readonly RarityTable _rarity = new();
    private readonly TriggerWatch[] _watches;
    private readonly List<Episode> _episodes = [];
    private readonly PercentileScale _sharpness = new(-4, 8, 3600);
    private readonly LumaGrid _grid = new();
    private readonly AppearanceFeatures _appearance = new();
    private readonly float[] _features;
    private readonly short[] _short;
    private readonly AppearanceMetric _metric;
    private readonly LearnedBlock? _learned;
    private readonly BlockScale _scale = new();
    private readonly RepeatWatch _repeats = new();
    private PacketHint _packets;
    private TokenBucket _replacements = new(ReplacementsPerSecond, ReplacementBurst);
    private Cluster? _last;
    private double? _start;
    private double _lastSeen;
    private double _fallback;
    private long _offered;
    private double _spread;
    private double _weight;
    private int _spent;
    private int _objects;
    private DateTimeOffset _began;

    /// <summary>Begins.</summary>
    /// <param name="options">The stage's options.</param>
    /// <param name="source">Its id.</param>
    /// <param name="store">Where candidates' pictures wait.</param>
    /// <param name="kept">What the stage has kept so far; null for nothing.</param>
    public SourceSelector(KeyframeOptions options, string source, ICandidateStore store, KeptFrames? kept = null)
    {
        (_options, _source, _store, _kept) = (options, source, store, kept);
        _early = new(kept);
        (_features, _short, _metric) = (new float[options.Space.Length], new short[options.Space.Length], new(options.Space.Length));
        _learned = options.Embedding is { } embedding && options.Space.Length > AppearanceFeatures.Length ? new(embedding.Model) : null;
        _clusters = new(options.CapacityOf(), _metric);
        _tracks = new(Math.Max(256, 4 * options.Budget.Rate.Count));
        _watches = [.. options.Triggers.Select(static trigger => new TriggerWatch(trigger))];
        _drawn = new(options.RandomOf(options.Budget.Rate.Count), SeedOf(options.Seed, source));
    }

    /// <summary>How the frames ended.</summary>
    public SelectionLedger Ledger { get; } = new();

    /// <summary>Mean luma of the latest frame that could be read, 0 to 255.</summary>
    public float Luma { get; private set; }

    /// <summary>The collection rules, with what they did.</summary>
    public IReadOnlyList<TriggerWatch> Watches => _watches;

    /// <summary>How often the source began to repeat one picture; read by any thread.</summary>
    public long Frozen => _repeats.Frozen;

    /// <summary>The tracks of the period so far.</summary>
    internal IReadOnlyList<SeenTrack> Tracks => _tracks.Tracks;

    /// <summary>Reads pictures where they were decoded.</summary>
    internal DeviceGrid OnDevice { get; init; } = new();

    private double MassExponent => _options.Prefer == KeyframePreference.Explore ? 0.5 : 1;

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed; has a picture.</param>
    /// <param name="now">The frame itself where a rule wants it kept at once; the caller's.</param>
    /// <returns>The period that ended before this frame, if one did; the caller's.</returns>
    public Period? Offer(Frame frame, out KeyframeChoice? now) => Offer(frame, frame, out now);

    /// <summary>Looks at a frame.</summary>
    /// <param name="frame">Borrowed; has a picture.</param>
    /// <param name="whole">The same with what is for collection rules alone; borrowed.</param>
    /// <param name="now">The frame itself where a rule wants it kept at once; the caller's.</param>
    /// <returns>The period that ended before this frame, if one did; the caller's.</returns>
    public Period? Offer(Frame frame, Frame whole, out KeyframeChoice? now)
    {
        var at = TimeOf(frame);
        var ended = EndsPeriod(at) ? Close() : null;
        if (_start == null) (_start, _began, _committedAt) = (at, frame.Info.CapturedAt, at);
        _lastSeen = Math.Max(_lastSeen, at);
        now = Look(frame, whole, at);
        return ended;
    }

    /// <summary>Ends the period now.</summary>
    /// <returns>What was gathered; the caller's.</returns>
    public Period Close()
    {
        if (_learned != null && !_scale.IsFrozen && _scale.Settle()) Rescale();
        var seconds = _lastSeen - (_start ?? _lastSeen);
        var budget = Grant(NumberOf(_lastSeen), BudgetOf(seconds) - _spent);
        var worth = _tracks.Worth();
        foreach (var watch in _watches) watch.EndPeriod();
        var period = new Period
        {
            Source = _source,
            From = _start ?? _lastSeen,
            To = _lastSeen,
            Began = _began,
            Number = NumberOf(_lastSeen),
            Offered = _offered,
            Budget = budget,
            RandomShare = _options.Random,
            Luck = _options.Budget.Share == BudgetShare.Global ? _drawn.Luck() : null,
            Radius = _clusters.Radius,
            Clusters = _clusters.Take(),
            Tracks = _tracks.Take(),
            TrackWorth = worth,
            Episodes = [.. _episodes.Where(static episode => episode.Candidate != null)],
            Drawn = _drawn.Take(Math.Min(budget, _options.RandomOf(budget + _spent))),
            MeanSpread = _weight > 0 ? _spread / _weight : 0,
            Metric = new(_metric.Length) { Weight = _metric.Weight },
            MassExponent = MassExponent,
            Shown = _early.Take(),
            Ledger = Ledger,
        };
        _episodes.Clear();
        (_start, _last, _offered, _spread, _weight, _spent) = (null, null, 0, 0, 0, 0);
        return period;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close().Dispose();
        OnDevice.Dispose();
    }

    private KeyframeChoice? Look(Frame frame, Frame whole, double at)
    {
        _offered++;
        int? slot = null;
        if (_options.TrustPackets && _packets.IsStill(frame.Info) && _last is { } still && IsAsBefore(frame))
        {
            // The random share is drawn of all frames, or it would say nothing.
            if (!_drawn.Wants(out var drawnNow))
            {
                Count(still, 1);
                Ledger.Offer(SelectionOutcome.Merged);
                return null;
            }

            slot = drawnNow;
        }

        _objects = frame.Detections.Length;
        if (!OnDevice.TryRead(frame.Picture, _grid) && !_grid.Read(frame.Picture))
        {
            Ledger.Offer(SelectionOutcome.RejectedQuality);
            return null;
        }

        Blur(frame);

        // A camera that hangs repeats its picture bit for bit.
        var isSame = _repeats.IsSame(_grid.Luma, out _);
        if (isSame && _last is { } same && frame.Detections.IsEmpty && frame.Events.IsEmpty && _watches.Length == 0)
        {
            Count(same, 1);
            Ledger.Offer(SelectionOutcome.Merged);
            return null;
        }

        var look = _appearance.Compute(_grid, _features);
        Luma = look.Luma;
        if (look.Exposed < _options.MinExposure)
        {
            _last = null;
            Ledger.Offer(SelectionOutcome.RejectedQuality);
            return null;
        }

        if (_learned != null) Learn(frame);
        VectorMath.Shorten(_features, _short);
        var quality = QualityOf(look, at);
        var (bits, rank) = _rarity.Add(frame, at, _tracks);
        var rarity = (float)Math.Max(0, (rank - Usual) / (1 - Usual));
        var wantsTracks = _tracks.Add(frame, at, quality, rarity);
        var offer = new Offering(this, frame, at, quality, bits);
        if (wantsTracks && offer.Candidate is { } shows) _tracks.Stand(frame, shows);
        if (slot == null && _drawn.Wants(out var place)) slot = place;
        if (slot is { } free && offer.Candidate is { } drawn) _drawn.Put(free, drawn);
        var isWanted = Watch(ref offer, whole, look with { Rank = rank });
        Gather(ref offer, 1 + rarity);
        Ledger.Offer(offer.IsTaken ? SelectionOutcome.Candidate : SelectionOutcome.Merged);
        var now = isWanted && offer.Candidate is { } wanted ? KeepNow(wanted, null) : null;
        offer.LetGo();
        return now;
    }

    private void Learn(Frame frame)
    {
        _learned!.Read(frame, _features.AsSpan(AppearanceFeatures.Length));
        if (_scale.Add(_features)) Rescale();
    }

    private void Rescale()
    {
        _metric.Weight = _scale.Weight;
        _clusters.Remeasure();
    }

    // Nothing that was detected or happened asks for a look of its own.
    private bool IsAsBefore(Frame frame)
        => _watches.Length == 0 && frame.Events.IsEmpty && frame.Detections.Length == _objects && _tracks.KnowsAll(frame);

    /// <returns>Whether the frame is to be kept at once.</returns>
    private bool Watch(ref Offering offer, Frame frame, in FrameLook look)
    {
        var isWanted = false;
        foreach (var watch in _watches)
        {
            foreach (var (episode, opened) in watch.Look(frame, look, offer.At))
            {
                // Although its first picture may not be had: one of the next stands for it.
                if (opened)
                {
                    _episodes.RemoveAll(static one => one.IsDisplaced);
                    _episodes.Add(episode);
                }

                if (offer.Candidate is not { } candidate) continue;
                episode.Stand(candidate);
                isWanted |= opened && watch.Now && HasRoom(offer.At);
            }
        }

        return isWanted;
    }

    private float QualityOf(FrameLook look, double at)
    {
        var sharp = Math.Min(1, _sharpness.Add(Math.Log2(look.Sharpness + 0.1), at) / 0.3);
        return (float)(sharp * Math.Clamp((look.Exposed - 0.2) / 0.3, 0, 1));
    }

    private void Gather(ref Offering offer, double weight)
    {
        _last = _clusters.Find(_short);
        if (_last is not { } cluster)
        {
            _weight += weight;
            _clusters.Open(_features, _short, weight, offer.Candidate);
            return;
        }

        var distance = Count(cluster, weight);
        if (cluster.Candidate is { } standing)
        {
            var better = standing.Quality < LeastQuality
                ? offer.Quality > standing.Quality + 0.1f
                : offer.Quality >= LeastQuality && distance <= WorthReplacing * cluster.CandidateDistance;
            if (!better) return;
            cluster.Look();
            if (standing.Quality >= LeastQuality && distance > WorthReplacing * cluster.CandidateDistance) return;
            if (!_replacements.TryTake(offer.At)) return;
        }

        if (offer.Candidate is { } candidate) cluster.Stand(candidate, distance);
    }

    /// <returns>Squared distance of the frame to the cluster's mean.</returns>
    private float Count(Cluster cluster, double weight)
    {
        var distance = cluster.Add(_features, weight);
        _spread += weight * Math.Sqrt(distance);
        _weight += weight;
        return distance;
    }

    /// <summary>A period that was cut short has its share of the budget, at least one frame.</summary>
    private int BudgetOf(double seconds)
    {
        var rate = _options.Budget.Rate;
        if (rate.Period is not { } period) return rate.Count;
        var share = Math.Clamp(seconds / period.TotalSeconds, 0, 1);
        return Math.Max(1, (int)Math.Round(rate.Count * share, MidpointRounding.AwayFromZero));
    }

    private bool EndsPeriod(double at) => _start is { } start && NumberOf(at) != NumberOf(start);

    private long NumberOf(double at) => _options.Budget.Rate.Period is { } period ? (long)Math.Floor(at / period.TotalSeconds) : 0;

    // string.GetHashCode differs from run to run, so a run could not be repeated by it.
    private static int SeedOf(int seed, string source) => source.Aggregate(seed, static (hash, letter) => unchecked((hash * 31) + letter));

    /// <summary>A frame on offer: its candidate is made when the first asks for it, and only once.</summary>
    private ref struct Offering(SourceSelector of, Frame frame, double at, float quality, float bits)
    {
        private Candidate? _candidate;
        private bool _asked;

        public readonly double At => at;

        public readonly float Quality => quality;

        public readonly bool IsTaken => _candidate != null;

        /// <summary>The frame as a candidate; null where its picture cannot be kept.</summary>
        public Candidate? Candidate
        {
            get
            {
                if (_asked) return _candidate;
                _asked = true;
                if (of._store.Take(frame) is not { } picture) return null;
                return _candidate = new Candidate(frame.WithFactsAlone(), picture, of._store, of.Ledger)
                {
                    At = at,
                    Features = [.. of._short],
                    Space = of._options.Space,
                    Luma = TileTest.Reduce(of._grid.Luma),
                    Quality = quality,
                    Surprise = bits,
                    RareCell = frame.Detections.IsEmpty ? null : of._rarity.Describe(),
                    Tracks = of._tracks.Seen(frame),
                }.Hold();
            }
        }

        /// <summary>Ends the offer: a candidate that nobody holds, as when the track it was for had to make room, is over.</summary>
        public readonly void LetGo() => _candidate?.LetGo(superseded: true);
    }
}
