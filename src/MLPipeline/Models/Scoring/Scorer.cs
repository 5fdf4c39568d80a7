using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLPipeline.Basics;
using MLPipeline.Datasets;

namespace MLPipeline.Models;

/// <summary>
/// Scores photos one at a time, from as many threads as ask: for services. A prediction engine of ML.NET serves one thread and gives
/// wrong scores to two; here each call borrows one of a pool, and all share one model in memory.
/// </summary>
public sealed class Scorer : IDisposable
{
    private readonly LoadedModel _model;
    private readonly ITransformer _fromImage;
    private readonly ConcurrentBag<PredictionEngineBase<Input, Output>> _idle = [];
    private volatile bool _disposed;

    /// <summary>Scores with a model, which it closes when it is disposed of.</summary>
    public Scorer(LoadedModel model)
    {
        _model = model;
        _fromImage = model.Parts[0] is ImageLoadingTransformer ? ModelChain.FromImage(model) : model.Transformer;
    }

    /// <summary>What the model tells of itself: category, threshold, shape of its maps.</summary>
    public ModelMetadata Metadata => _model.Metadata;

    /// <summary>Loads a run's <c>model.zip</c>, or one that was exported for photos in memory.</summary>
    /// <inheritdoc cref="ModelZip.Load" path="/exception"/>
    public static Scorer Load(string path) => new(ModelZip.Load(path));

    /// <summary>Scores the photo in a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MLPipelineException">It cannot be read, by the rule of <see cref="PhotoFacts"/>.</exception>
    public Verdict Score(string path)
    {
        using var file = File.OpenRead(path);
        return Score(file, path);
    }

    /// <summary>Scores an encoded photo (JPEG, PNG, BMP, WebP, GIF).</summary>
    /// <param name="encoded">Is read to its end, and stays open.</param>
    /// <exception cref="MLPipelineException">It cannot be read, by the rule of <see cref="PhotoFacts"/>.</exception>
    public Verdict Score(Stream encoded) => Score(encoded, "the stream");

    /// <summary>Scores an encoded photo (JPEG, PNG, BMP, WebP, GIF).</summary>
    /// <exception cref="MLPipelineException">It cannot be read, by the rule of <see cref="PhotoFacts"/>.</exception>
    public Verdict Score(byte[] encoded)
    {
        using var stream = new MemoryStream(encoded, writable: false);
        return Score(stream, "the array of bytes");
    }

    /// <summary>Scores a picture, of any size and pixel format that ML.NET knows.</summary>
    /// <exception cref="ObjectDisposedException">The scorer was disposed of.</exception>
    public Verdict Score(MLImage image)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var engine = _idle.TryTake(out var idle) ? idle : _model.Context.Model.CreatePredictionEngine<Input, Output>(
            _fromImage, new PredictionEngineOptions { OwnsTransformer = false, OutputSchemaDefinition = OutputSchema() });
        var output = engine.Predict(new() { Image = image });
        _idle.Add(engine);
        return new(output.Score, output.PredictedLabel, output.AnomalyMap);
    }

    /// <summary>Closes the engines and the model. Calls that are still running must have ended.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var engine in _idle)
        {
            engine.Dispose();
        }

        _model.Dispose();
    }

    private Verdict Score(Stream encoded, string name)
    {
        using var bytes = new MemoryStream();
        encoded.CopyTo(bytes);

        // ML.NET takes half a picture for a whole one, and makes room for whatever size a header claims.
        if (PhotoFacts.Of(name, bytes.ToArray()).Problem is { } problem)
        {
            throw new MLPipelineException($"{name} cannot be scored: {problem}.");
        }

        bytes.Position = 0;
        try
        {
            using var image = MLImage.CreateFromStream(bytes);
            return Score(image);
        }
        catch (ArgumentException error)
        {
            throw new MLPipelineException($"{name} cannot be scored: it does not decode.", error);
        }
    }

    private SchemaDefinition OutputSchema()
    {
        var schema = SchemaDefinition.Create(typeof(Output));
        if (Metadata.MapRows == 0)
        {
            schema.Remove(schema[nameof(Output.AnomalyMap)]);
        }

        return schema;
    }

    private sealed class Input
    {
        // The size is only a declaration: the model resizes.
        [ImageType(1, 1)]
        public MLImage Image { get; set; } = null!;
    }

    private sealed class Output
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }

        public float[]? AnomalyMap { get; set; }
    }
}

/// <summary>What a <see cref="Scorer"/> says of a photo.</summary>
/// <param name="Score">Higher is more anomalous.</param>
/// <param name="IsAnomalous">Whether the score is above the model's threshold.</param>
/// <param name="Map">The score of each position, row by row (<see cref="ModelMetadata.MapRows"/> x <see cref="ModelMetadata.MapColumns"/>); null for a model without maps.</param>
public sealed record Verdict(float Score, bool IsAnomalous, float[]? Map);
