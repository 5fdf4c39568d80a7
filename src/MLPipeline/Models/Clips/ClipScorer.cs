using MLPipeline.Datasets;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>What a model says of one frame.</summary>
/// <param name="Frame">Its number in the source.</param>
/// <param name="Seconds">Its time; null where nothing says it.</param>
/// <param name="Score">Joined evidence: -log of how probable such a frame is among normal ones.</param>
/// <param name="Smoothed">The score smoothed by what was seen before.</param>
/// <param name="IsAnomalous">Whether the score is above the limit.</param>
/// <param name="Evidence">The evidence of each detector.</param>
/// <param name="Scores">The score of each detector, on its own scale.</param>
public sealed record FrameScore(int Frame, double? Seconds, double Score, double Smoothed, bool IsAnomalous, double[] Evidence, float[] Scores);

/// <summary>Scores clips frame by frame: a row comes as soon as its frame was seen, and memory does not grow.</summary>
public sealed class ClipScorer
{
    private readonly ClipModel _model;
    private readonly ClipReader _reader;
    private readonly float[][] _maps;
    private MeasuredFrame _current;
    private double[] _evidence = [];

    /// <summary>Starts a clip.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The frames.</param>
    public ClipScorer(ClipModel model, IFrameSource source)
    {
        _model = model;
        _reader = new ClipReader(model.Camera, source, model.Camera.FramesPerSecond);
        _maps = [.. model.Detectors.Select(_ => new float[model.Scale.Cells])];
    }

    /// <summary>What was odd about the frames so far, in words, and what was done about it.</summary>
    public IEnumerable<string> Remarks
    {
        get
        {
            if (_reader.Blank > 0)
            {
                yield return $"{_reader.Blank} frame(s) show nothing (one even grey level): the lens was covered or the signal lost. They take the values of the frame before.";
            }

            if (_reader.Relearned > 0)
            {
                yield return $"nearly the whole picture changed and stayed so, {_reader.Relearned} time(s) (the light was switched, or the camera was turned): the background was learnt anew.";
            }

            if (_reader.Retoned > 0)
            {
                yield return $"the whole picture is brighter, darker or of another contrast than in training, or became so {_reader.Retoned} time(s) (another exposure, a light, another range of grey levels): that was taken back.";
            }

            if (_reader.Moved is { } moved)
            {
                yield return $"{moved}. Places and directions are then others than those learnt: train again with clips from where the camera is now.";
            }
        }
    }

    /// <summary>The picture that the last score is about.</summary>
    public ClipFrame Picture => _current.Picture;

    /// <summary>Scores the frames in order.</summary>
    /// <exception cref="ClipException">A frame cannot be read.</exception>
    public IEnumerable<FrameScore> Score(FrameRange range, CancellationToken cancel = default)
    {
        double? smoothed = null;
        foreach (var frame in _reader.Read(range, cancel))
        {
            _current = frame;
            var scores = new float[_maps.Length];
            var evidence = new double[_maps.Length];
            for (var d = 0; d < scores.Length; d++)
            {
                scores[d] = _model.Scorers[d].Score(frame.Motion, _maps[d]);
                evidence[d] = _model.Evidence(d, scores[d]);
            }

            _evidence = evidence;
            var joined = JoinedEvidence.Of(evidence, _model.WeightsSpan);
            smoothed = Smoothing.Next(smoothed, joined);
            yield return new FrameScore(frame.Index, frame.Seconds, joined, smoothed.Value, joined > _model.Limit, evidence, scores);
        }
    }

    /// <summary>How unusual each cell of the last frame is, as joined evidence. The cells around a window share it.</summary>
    public float[] Map()
    {
        var cells = _model.Scale.Cells;
        var map = new float[cells];
        Span<double> evidence = stackalloc double[_maps.Length];
        for (var cell = 0; cell < cells; cell++)
        {
            for (var d = 0; d < _maps.Length; d++)
            {
                evidence[d] = float.IsNegativeInfinity(_maps[d][cell]) ? 0 : _model.Evidence(d, _maps[d][cell]);
            }

            map[cell] = (float)JoinedEvidence.Of(evidence, _model.WeightsSpan);
        }

        return map;
    }

    /// <summary>Says in words why the last frame is unusual: what the detector with the most weighted evidence sees, and in which cell (-1: the whole picture).</summary>
    public (string Detector, string Reason, int Cell) Explain()
    {
        var most = Enumerable.Range(0, _maps.Length).MaxBy(d => _evidence[d] + Math.Log(_model.Weights[d]));
        var map = _maps[most];
        var cell = Enumerable.Range(0, map.Length).MaxBy(i => map[i]);
        cell = float.IsNegativeInfinity(map[cell]) ? -1 : cell;
        var reason = cell < 0 && _model.Detectors[most].IsLocal
            ? _model.Detectors[most].Sees
            : _model.Scorers[most].Explain(_current.Motion, cell, _model.Camera);
        return (_model.Detectors[most].Name, reason, cell);
    }
}
