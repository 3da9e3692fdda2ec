using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Models;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene.Painting;

/// <summary>
/// Sorts what stands in a frame from back to front. Depth alone fails for a long bus beside a bicycle, so where two things
/// meet in the picture a line between their footprints decides.
/// </summary>
internal sealed class PaintOrder
{
    private Entry[] _entries = new Entry[64];
    private MoverPose[] _poses = new MoverPose[64];
    private int _count;
    private int _poseCount;
    private readonly List<int> _sorted = [];
    private readonly List<int> _byDepth = [];
    private bool[] _done = [];
    private Vec3 _eye;

    public int Count => _count;

    public ref readonly Entry this[int index] => ref _entries[index];

    /// <summary>The mover of an entry that is no item.</summary>
    public ref readonly MoverPose Pose(in Entry entry) => ref _poses[entry.Pose];

    public void Clear(Vec3 eye)
    {
        _eye = eye;
        _count = 0;
        _poseCount = 0;
    }

    public void Add(in MoverPose pose, SceneCamera camera)
    {
        var look = pose.Look;
        double half = look.Kind == MoverKind.Person ? 0.25 : look.Length / 2, w = look.Width / 2;
        Vec3 a = pose.Ahead * half, b = new Vec3(-pose.Ahead.Y, pose.Ahead.X, 0) * w;
        var (x, y, depth) = camera.Project(pose.Position);
        var reach = Math.Max(look.Length, look.Height) * 0.75 * camera.FocalPx / Math.Max(depth, 1);
        if (_poseCount == _poses.Length) Array.Resize(ref _poses, _poseCount * 2);
        _poses[_poseCount] = pose;
        Append(new(0, _poseCount++, pose.Position + a + b, pose.Position + a - b, pose.Position - a - b,
            pose.Position - a + b,
            (pose.Position - _eye).Length, depth < 4 ? -1e6 : x - reach, depth < 4 ? -1e6 : y - 2 * reach, depth < 4
                ? 1e6 : x + reach, depth < 4 ? 1e6 : y + reach));
    }

    public void Add(int item, StaticItem footprint, ItemMask mask, int margin)
    {
        var middle = new Vec3((footprint.X0 + footprint.X1) / 2, (footprint.Y0 + footprint.Y1) / 2, 0);
        Append(new(item, 0, new(footprint.X1, footprint.Y1, 0), new(footprint.X1, footprint.Y0, 0),
            new(footprint.X0, footprint.Y0, 0),
            new(footprint.X0, footprint.Y1, 0), (middle - _eye).Length, mask.X0 - margin, mask.Y0 - margin,
                mask.X1 - margin, mask.Y1 - margin));
    }

    private void Append(in Entry entry)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        _entries[_count++] = entry;
    }

    /// <summary>Indices from back to front.</summary>
    public List<int> Sort()
    {
        if (_done.Length < _count) _done = new bool[_count * 2];
        Array.Clear(_done);
        _sorted.Clear();
        _byDepth.Clear();
        for (var i = 0; i < _count; i++) _byDepth.Add(i);
        _byDepth.Sort((a, b) => _entries[a].Distance != _entries[b].Distance
            ? _entries[b].Distance.CompareTo(_entries[a].Distance) : a.CompareTo(b));
        foreach (var i in _byDepth) Visit(i, 0);
        return _sorted;
    }

    private void Visit(int i, int depth)
    {
        if (_done[i]) return;
        _done[i] = true;
        if (depth < 24)
            foreach (var j in _byDepth)
                if (!_done[j] && (_entries[i].Item == 0 || _entries[j].Item == 0)
                    && Meet(in _entries[i], in _entries[j]) && Behind(in _entries[j], in _entries[i])) Visit(j,
                    depth + 1);
        _sorted.Add(i);
    }

    private static bool Meet(in Entry a, in Entry b) => a.X1 < b.X2 && b.X1 < a.X2 && a.Y1 < b.Y2 && b.Y1 < a.Y2;

    /// <summary>Whether a must be painted before b: some edge of b has all of a beyond it and the camera on b's side, or
    /// the other way round.</summary>
    private bool Behind(in Entry a, in Entry b)
    {
        for (var i = 0; i < 4; i++)
            if (Apart(in b, i, in a, out var eyeOutside)) return !eyeOutside;
        for (var i = 0; i < 4; i++)
            if (Apart(in a, i, in b, out var eyeOutside)) return eyeOutside;
        return a.Distance > b.Distance;
    }

    // Whether every corner of the other lies outside this edge; corners run clockwise seen from above.
    private bool Apart(in Entry of, int edge, in Entry other, out bool eyeOutside)
    {
        Vec3 p = of.Corner(edge), d = of.Corner((edge + 1) & 3) - p;
        eyeOutside = Side(_eye) > 0;
        for (var i = 0; i < 4; i++)
            if (Side(other.Corner(i)) < -0.02) return false;
        return true;

        double Side(Vec3 q) => d.X * (q.Y - p.Y) - d.Y * (q.X - p.X);
    }

    internal readonly record struct Entry(
        int Item, int Pose, Vec3 C0, Vec3 C1, Vec3 C2, Vec3 C3, double Distance, double X1, double Y1, double X2,
            double Y2)
    {
        public Vec3 Corner(int i) => i switch { 0 => C0, 1 => C1, 2 => C2, _ => C3 };
    }
}
