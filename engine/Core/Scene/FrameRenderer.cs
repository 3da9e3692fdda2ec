using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Lighting;
using Sluice.Core.Scene.Models;
using Sluice.Core.Scene.Painting;
using Sluice.Core.Scene.Traffic;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene;

public sealed partial class TrafficScene
{
    /// <summary>One thread's working memory for painting frames of a scene.</summary>
    private sealed class FrameRenderer(TrafficScene scene)
    {
        private readonly SceneOptions _options = scene.Options;
        private readonly SolidPainter _painter = new(scene._site.Camera);
        private readonly PlaneSet _still = new(scene._picture.Width, scene._picture.Height);
        private readonly PaintOrder _order = new();
        private readonly List<(MoverPose Pose, (double X1, double Y1, double X2, double Y2) Extent)> _drawn = [];
        private int _stillStep = -1;
        private int _frame;
        private int _step;
        private double _seconds;
        private SceneLight _light;
        private int _shakeX;
        private int _shakeY;

        public FrameCanvas Canvas { get; } = new(scene.Options.WidthPx, scene.Options.HeightPx);

        /// <summary>Paints a frame, or its object map alone.</summary>
        public void Paint(int frame)
        {
            _frame = frame;
            _seconds = frame / (double)_options.RateHz;
            _step = SceneLight.StepAt(_options.Hour + _seconds / 60 * _options.HoursPerMinute);
            _light = SceneLight.AtStep(_step, _options.Rain);
            Sway();
            if (!Canvas.IdsOnly) CopyStill();
            Gather();
            Canvas.ClearIds(_order.Count + 1);
            _painter.Canvas = Canvas;
            _painter.Shake = new PxPoint(_shakeX, _shakeY);
            if (!Canvas.IdsOnly) Ground();
            _drawn.Clear();
            foreach (var index in _order.Sort()) Draw(_order[index]);
            if (Canvas.IdsOnly) return;
            for (var i = 0; i < _drawn.Count; i++)
            {
                var pose = _drawn[i].Pose;
                if (pose.Look.Kind is MoverKind.Person or MoverKind.Deer) continue;
                Begin(pose, i + 1);
                VehicleLights.Glare(_painter, pose);
            }

            RainPainter.Draw(Canvas, _options.Rain, SceneMath.Clamp01(_light.Ambient.R * 2), frame, scene._seed);
        }

        /// <summary>Copies the painted frame out, with the sensor's noise.</summary>
        public void Emit(YuvPlanes planes)
        {
            var tile = scene._noise[Math.Min(8, _step * 8 / (2 * SceneLight.StepsPerKey))];
            int w = Canvas.Width, h = Canvas.Height;
            for (var row = 0; row < h; row++)
                PixelSpan.AddNoise(Canvas.Y.AsSpan(row * w, w), tile.Row((uint)_frame, row, scene._seed, w),
                    planes.Y.Slice(row * planes.YStrideBytes, w));
            // Chroma noise is coarser and weaker: a quarter of the tiles' spread.
            for (var row = 0; row < h / 2; row++)
            {
                PixelSpan.AddNoise(Canvas.U.AsSpan(row * (w / 2), w / 2),
                    scene._noise[0].Row((uint)_frame, row, scene._seed + 1, w / 2),
                    planes.U.Slice(row * planes.UStrideBytes, w / 2));
                PixelSpan.AddNoise(Canvas.V.AsSpan(row * (w / 2), w / 2),
                    scene._noise[0].Row((uint)_frame, row, scene._seed + 2, w / 2),
                    planes.V.Slice(row * planes.VStrideBytes, w / 2));
            }
        }

        public FrameTruth Truth()
        {
            var objects = new List<TruthObject>(_drawn.Count);
            var seen = RareEvent.None;
            for (var i = 0; i < _drawn.Count; i++)
            {
                var (pose, extent) = _drawn[i];
                var id = i + 1;
                if (Canvas.Covered[id] == 0 || TruthRule.Judge(pose, extent, Canvas, id) is not { } judged) continue;
                // What a detector is not held to find shows nobody that something happens.
                if (!judged.Ignore) seen |= pose.Event;
                objects.Add(judged);
            }

            var quiet = !scene._schedule.IsBusy(_seconds);
            return new FrameTruth(_frame, Math.Round(_seconds, 6), new FrameAttributes(
                TruthRule.Name(_options.Camera), SceneLight.Name(_step), _options.Rain, quiet ? "quiet" : "busy",
                    TruthRule.Name(seen)), objects);
        }

        public (int X1, int Y1, int X2, int Y2)? ExtentOf(int track)
        {
            var id = _drawn.FindIndex(d => d.Pose.Track == track) + 1;
            int x1 = int.MaxValue, y1 = int.MaxValue, x2 = -1, y2 = -1;
            for (var i = 0; i < Canvas.Ids.Length; i++)
            {
                if (id == 0 || Canvas.Ids[i] != id) continue;
                int x = i % Canvas.HalfWidth * 2, y = i / Canvas.HalfWidth * 2;
                (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x + 2), Math.Max(y2, y + 2));
            }

            return x2 < 0 ? null : (x1, y1, x2, y2);
        }

        private void Sway()
        {
            if (_options.ShakePx <= 0) return;
            _shakeX = (int)Math.Round(_options.ShakePx * SceneMath.Noise(_seconds * 1.7, 0.5, scene._seed) * 1.6);
            _shakeY = (int)Math.Round(_options.ShakePx * SceneMath.Noise(_seconds * 2.3, 7.5, scene._seed) * 1.6);
        }

        private void CopyStill()
        {
            var picture = scene._picture;
            if (_stillStep != _step)
            {
                int key = Math.Min(_step / SceneLight.StepsPerKey, 1),
                    k = (_step - key * SceneLight.StepsPerKey) * 256 / SceneLight.StepsPerKey;
                PixelSpan.Lerp(picture.Keys[key].Y, picture.Keys[key + 1].Y, k, _still.Y);
                PixelSpan.Lerp(picture.Keys[key].U, picture.Keys[key + 1].U, k, _still.U);
                PixelSpan.Lerp(picture.Keys[key].V, picture.Keys[key + 1].V, k, _still.V);
                _stillStep = _step;
            }

            int w = Canvas.Width, h = Canvas.Height, stride = picture.Width, x0 = picture.Margin - _shakeX,
                y0 = picture.Margin - _shakeY;
            for (var row = 0; row < h; row++)
                _still.Y.AsSpan((row + y0) * stride + x0, w).CopyTo(Canvas.Y.AsSpan(row * w));
            for (var row = 0; row < h / 2; row++)
            {
                var from = (row + (y0 >> 1)) * (stride / 2) + (x0 >> 1);
                _still.U.AsSpan(from, w / 2).CopyTo(Canvas.U.AsSpan(row * (w / 2)));
                _still.V.AsSpan(from, w / 2).CopyTo(Canvas.V.AsSpan(row * (w / 2)));
            }
        }

        private void Gather()
        {
            _order.Clear(scene._site.Camera.Position);
            var second = Math.Min((int)_seconds, scene._bySecond.Length - 1);
            foreach (var i in scene._bySecond[second])
            {
                var mover = scene._movers[i];
                if (_seconds < mover.Start || _seconds > mover.End) continue;
                var pose = mover.PoseAt(_seconds);
                var (x, y, depth) = scene._site.Camera.Project(pose.Position);
                double size = Math.Max(pose.Look.Length, pose.Look.Height) * 1.2,
                    reach = size * scene._site.Camera.FocalPx / Math.Max(depth, 1.5);
                if (depth < -size || (depth > size && (x < -reach || x > Canvas.Width + reach || y < -reach
                    || y > Canvas.Height + 2 * reach))) continue;
                _order.Add(pose, scene._site.Camera);
            }

            for (var item = 1; item < scene._site.World.Items.Count; item++)
                if (scene._picture.Masks[item].Full.Count > 0)
                    _order.Add(item, scene._site.World.Items[item], scene._picture.Masks[item], scene._picture.Margin);
        }

        // Everything that lies on the road: shadows and light, below all solids.
        private void Ground()
        {
            for (var i = 0; i < _order.Count; i++)
            {
                if (_order[i].Item != 0) continue;
                Begin(_order.Pose(_order[i]), 0);
                ShadowPainter.Draw(_painter, _order.Pose(_order[i]), scene._sun);
            }

            for (var i = 0; i < _order.Count; i++)
            {
                if (_order[i].Item != 0 || _order.Pose(_order[i]).Look.Kind is MoverKind.Person or MoverKind.Deer)
                    continue;
                Begin(_order.Pose(_order[i]), 0);
                VehicleLights.Pools(_painter, _order.Pose(_order[i]), _options.Rain);
            }
        }

        private void Draw(in PaintOrder.Entry entry)
        {
            if (entry.Item != 0)
            {
                Restore(scene._picture.Masks[entry.Item]);
                if (!Canvas.IdsOnly) Signals(entry.Item);
                return;
            }

            var pose = _order.Pose(entry);
            Begin(pose, _drawn.Count + 1);
            switch (pose.Look.Kind)
            {
                case MoverKind.Person: PersonModel.Draw(_painter, pose, _options.Rain); break;
                case MoverKind.Cyclist: CyclistModel.Draw(_painter, pose); break;
                case MoverKind.Car: CarModel.Draw(_painter, pose); break;
                case MoverKind.Truck: TruckModel.Draw(_painter, pose); break;
                case MoverKind.Bus: BusModel.Draw(_painter, pose); break;
                default: DeerModel.Draw(_painter, pose); break;
            }

            _drawn.Add((pose, _painter.Extent));
        }

        private void Begin(in MoverPose pose, int id)
        {
            var lamps = Rgb.Black;
            if (_light.Lamps > 0)
                foreach (var lamp in scene._site.World.Lamps) lamps += lamp.At(pose.Position);
            _painter.Begin(pose.Position, pose.Ahead, _light, scene._sun, lamps * _light.Lamps, id);
        }

        // An upright item stands before what was drawn so far: its own pixels come back from the still picture.
        private void Restore(ItemMask mask)
        {
            var margin = scene._picture.Margin;
            if (!_drawn.Exists(d => d.Extent.X1 < mask.X1 - margin + 8 && d.Extent.X2 > mask.X0 - margin - 8
                && d.Extent.Y1 < mask.Y1 - margin + 8 && d.Extent.Y2 > mask.Y0 - margin - 8)) return;
            int stride = scene._picture.Width, w = Canvas.Width, dx = _shakeX - margin, dy = _shakeY - margin;
            if (!Canvas.IdsOnly)
            {
                foreach (var (row, from, to) in mask.Full)
                {
                    int y = row + dy, x0 = Math.Max(0, from + dx), x1 = Math.Min(w, to + dx);
                    if ((uint)y < (uint)Canvas.Height && x0 < x1)
                        _still.Y.AsSpan(row * stride + x0 - dx, x1 - x0).CopyTo(Canvas.Y.AsSpan(y * w + x0));
                }
            }

            int hx = (_shakeX - margin) >> 1, hy = (_shakeY - margin) >> 1;
            foreach (var (row, from, to) in mask.Half)
            {
                int y = row + hy, x0 = Math.Max(0, from + hx), x1 = Math.Min(w / 2, to + hx);
                if ((uint)y >= (uint)Canvas.HalfHeight || x0 >= x1) continue;
                Canvas.EraseIds(y, x0, x1);
                if (Canvas.IdsOnly) continue;
                _still.U.AsSpan(row * (stride / 2) + x0 - hx, x1 - x0).CopyTo(Canvas.U.AsSpan(y * (w / 2) + x0));
                _still.V.AsSpan(row * (stride / 2) + x0 - hx, x1 - x0).CopyTo(Canvas.V.AsSpan(y * (w / 2) + x0));
            }
        }

        private void Signals(int item)
        {
            foreach (var head in scene._site.World.Signals)
            {
                if (head.Item != item || (scene._site.Camera.Position - head.Position).Dot(head.Facing) <= 0) continue;
                var state = SignalPlan.State(head.Group, _seconds);
                _painter.Begin(head.Position + head.Facing * 0.2, head.Facing, _light, scene._sun, Rgb.Black, 0);
                for (var lamp = 0; lamp < 3; lamp++)
                {
                    var on = lamp == 2 - state;
                    var colour = lamp switch { 0 => new Rgb(0.06, 0.95, 0.42), 1 => new Rgb(1.1, 0.66, 0.05), _ =>
                        new Rgb(1.1, 0.08, 0.06) };
                    _painter.Lamp(new Vec3(0, 0, (lamp - 1) * 0.3), 0.13, colour * (on ? 1 : 0.05), on
                        ? 0.25 + 0.5 * _light.Lamps : 0);
                }
            }
        }
    }
}
