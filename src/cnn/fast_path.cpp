// The part of the fast path that `tch` does not offer: a graph traced in this process, run by
// TorchScript's executor with oneDNN Graph's fusion. Nothing here reads or writes a file.
//
// Every function that can fail answers null, or a message that lives until the thread's next call;
// no C++ exception crosses the boundary.

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/codegen/onednn/interface.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include "message_of.h"

namespace jit = torch::jit;

namespace {

bool has_fusion_group(const jit::Block* block) {
  for (const jit::Node* node : block->nodes()) {
    if (node->kind() == jit::prim::oneDNNFusionGroup) return true;
    for (const jit::Block* inner : node->blocks()) {
      if (has_fusion_group(inner)) return true;
    }
  }
  return false;
}

}  // namespace

extern "C" {

// From here on, this thread's operations on `input` and on what follows from it are recorded.
const char* tillsight_trace_begin(const at::Tensor* input) {
  return message_of([&] {
    TORCH_CHECK(!jit::tracer::isTracing(), "operations are being recorded already");
    auto state = std::make_shared<jit::tracer::TracingState>();
    state->warn = false;
    // What changes a tensor in place is recorded as what makes a new one, which can be fused.
    state->force_outplace = true;
    auto* value = state->graph->addInput("pictures");
    value->setType(jit::TensorType::get());
    state->setValue(*input, value);
    jit::tracer::setTracingState(std::move(state));
  });
}

// Ends the recording and makes an executor of it, which the caller owns.
const char* tillsight_trace_end(
    const at::Tensor* embedding,
    const at::Tensor* logits,
    jit::GraphExecutor** executor) {
  return message_of([&] {
    const auto state = jit::tracer::getTracingState();
    TORCH_CHECK(state, "no operations are being recorded");
    state->graph->registerOutput(state->getOutput(*embedding, 0));
    state->graph->registerOutput(state->getOutput(*logits, 1));
    jit::tracer::setTracingState(nullptr);
    jit::RegisterLlgaFuseGraph::setEnabled(true);
    *executor = new jit::GraphExecutor(state->graph, "network");
  });
}

// Ends the recording and forgets it.
void tillsight_trace_abandon() noexcept { jit::tracer::setTracingState(nullptr); }

// Runs the graph; the caller owns both answers.
const char* tillsight_run(
    jit::GraphExecutor* executor,
    const at::Tensor* input,
    at::Tensor** embedding,
    at::Tensor** logits) {
  return message_of([&] {
    // oneDNN asks OpenMP, which knows LibTorch's thread count on this thread only after this.
    at::init_num_threads();
    c10::InferenceMode guard;
    jit::Stack stack{*input};
    executor->run(stack);
    auto first = std::make_unique<at::Tensor>(stack.at(0).toTensor());
    *logits = new at::Tensor(stack.at(1).toTensor());
    *embedding = first.release();
  });
}

// Whether oneDNN Graph took over a part of the graph for inputs like this one.
const char* tillsight_is_fused(
    jit::GraphExecutor* executor, const at::Tensor* input, bool* is_fused) {
  return message_of([&] {
    c10::InferenceMode guard;
    jit::Stack stack{*input};
    *is_fused = has_fusion_group(executor->getPlanFor(stack).graph->block());
  });
}

void tillsight_drop(jit::GraphExecutor* executor) noexcept { delete executor; }

}  // extern "C"
