using System.Diagnostics;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Featurization;
using MLPipeline.Models;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>
/// The features of one category's validation set, made once per featurizer and shared by its trials: all layers that the
/// space may ask for come out of one pass through the network.
/// </summary>
internal sealed class FeatureBank(
    MLContext context, FeatureStore store, ValidationSet set, ConfigurationSpace space, IRunProgress progress) : IDisposable
{
    /// <summary>Embeddings kept in memory; neighbouring trials often differ in the detector alone.</summary>
    private const int KeptEmbeddings = 3;

    private readonly double _aspectRatio = PhotoFacts.MedianAspectRatio(set.Category.Train.Select(p => set.Category.Ledger[p.Path]));
    private readonly Dictionary<(FeaturizerOptions Options, string Layers), (Featurizer Featurizer, PhotoFeatures Features)> _features = [];
    private readonly List<(string Key, EmbeddingSet Set)> _embeddings = [];

    /// <summary>Seconds spent on featurizing so far.</summary>
    public double Seconds { get; private set; }

    /// <summary>A member with the set's photos, which may serve only until the next call, and which of them could not be read.</summary>
    public (Member Member, IReadOnlyList<string?> Errors) Member(MemberOptions member, int seed, CancellationToken cancel)
    {
        var options = member.Featurizer;
        var (featurizer, features) = Features(options, cancel);
        var key = string.Join('|', featurizer.Identity.Key, string.Join('+', options.Layers), member.Embedding);
        var found = _embeddings.FirstOrDefault(e => e.Key == key);
        if (found.Set is null)
        {
            var readable = Enumerable.Range(0, set.Photos.Count).Where(i => features.Errors[i] is null).ToArray();
            found = (key, new(context, features, featurizer.LayersOf(options), member.Embedding, readable));
            if (_embeddings.Count == KeptEmbeddings)
            {
                _embeddings[0].Set.Dispose();
                _embeddings.RemoveAt(0);
            }
        }
        else
        {
            _embeddings.Remove(found);
        }

        _embeddings.Add(found);
        return (new(context, member, seed, featurizer, found.Set), features.Errors);
    }

    public void Dispose()
    {
        _embeddings.ForEach(e => e.Set.Dispose());
        foreach (var (featurizer, features) in _features.Values)
        {
            features.Dispose();
            featurizer.Dispose();
        }
    }

    private (Featurizer Featurizer, PhotoFeatures Features) Features(FeaturizerOptions options, CancellationToken cancel)
    {
        var layers = space.LayersOf(options.Backbone).Union(options.Layers).Order(StringComparer.Ordinal).ToArray();
        // The options without their layers: lists are not equal by what they hold.
        var key = (options with { Layers = [] }, string.Join('+', layers));
        if (!_features.TryGetValue(key, out var made))
        {
            var watch = Stopwatch.StartNew();
            var featurizer = new Featurizer(context, options with { Layers = layers }, InputSize.Of(options.Size, _aspectRatio));
            using var stage = progress.Stage(set.Category.Name, $"featurize {featurizer.Backbone.Name} {featurizer.Size}", set.Photos.Count);
            made = (featurizer, PhotoFeatures.Make(
                context, featurizer, store, set.Category.Ledger.Read([.. set.Photos.Select(p => p.Path)], cancel: cancel), () => stage.Advance(), cancel));
            _features[key] = made;
            Seconds += watch.Elapsed.TotalSeconds;
        }

        return made;
    }
}
